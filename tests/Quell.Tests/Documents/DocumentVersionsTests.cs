using Quell.Tests.Parameters;
using static Quell.Tests.Documents.SsmDocuments;

namespace Quell.Tests.Documents;

public sealed class DocumentVersionsTests
{
    private readonly SsmHouse _house = new();

    public DocumentVersionsTests()
    {
        _house.Create("Wait", Runbook, ("VersionName", "first"));
        _house.Update("Wait");
        _house.Update("Wait", OtherRunbook + "\n");
    }

    [Fact]
    public void Versions_are_listed_the_latest_first_page_by_page()
    {
        var page = _house.Call("ListDocumentVersions", ("Name", "Wait"), ("MaxResults", 2));
        page.Array("DocumentVersions")[0].ToString().ShouldBe(
            """{"Name":"Wait","DocumentVersion":"3","CreatedDate":"2026-01-02T03:04:08Z","IsDefaultVersion":false,"DocumentFormat":"YAML","Status":"Active"}""");
        var rest = _house.Call("ListDocumentVersions", ("Name", "Wait"), ("NextToken", page["NextToken"])).Array("DocumentVersions").Objects.Single();
        (rest.String("DocumentVersion"), rest.String("VersionName"), rest.Bool("IsDefaultVersion")).ShouldBe(("1", "first", true));
        _house.Refused("ListDocumentVersions", ("Name", "None")).Code.ShouldBe("InvalidDocument");
        _house.Call("ListDocumentVersions", ("Name", "AWS-RunShellScript")).Array("DocumentVersions").Count.ShouldBe(1);
    }

    [Fact]
    public void The_default_version_moves()
    {
        _house.Call("UpdateDocumentDefaultVersion", ("Name", "Wait"), ("DocumentVersion", "2")).ToString().ShouldBe("""{"Description":{"Name":"Wait","DefaultVersion":"2"}}""");
        _house.Describe("Wait").String("DocumentVersion").ShouldBe("2");
        _house.Call("UpdateDocumentDefaultVersion", ("Name", "Wait"), ("DocumentVersion", "1")).ToString().ShouldBe("""{"Description":{"Name":"Wait","DefaultVersion":"1","DefaultVersionName":"first"}}""");
        _house.Refused("UpdateDocumentDefaultVersion", ("Name", "Wait"), ("DocumentVersion", "9")).Code.ShouldBe("InvalidDocumentVersion");
    }

    [Fact]
    public void A_version_that_goes_leaves_its_number_unused()
    {
        _house.Call("DeleteDocument", ("Name", "Wait"), ("DocumentVersion", "3"));

        _house.Describe("Wait").String("LatestVersion").ShouldBe("2");
        _house.Update("Wait", OtherRunbook + "\n\n").String("DocumentVersion").ShouldBe("4");
        _house.Refused("DeleteDocument", ("Name", "Wait"), ("DocumentVersion", "1")).ShouldBe(("InvalidDocumentOperation", "Default version of the document can't be deleted."));
        _house.Refused("DeleteDocument", ("Name", "Wait"), ("VersionName", "none")).Code.ShouldBe("InvalidDocumentVersion");
    }

    [Fact]
    public void A_document_goes_with_all_its_versions()
    {
        _house.Create("Wait2");

        _house.Call("DeleteDocument", ("Name", "Wait"));

        _house.Refused("GetDocument", ("Name", "Wait")).Code.ShouldBe("InvalidDocument");
        _house.Create("Wait").String("DocumentVersion").ShouldBe("1");
        _house.Call("ListDocumentVersions", ("Name", "Wait")).Array("DocumentVersions").Count.ShouldBe(1);
        _house.Describe("Wait2").String("DocumentVersion").ShouldBe("1");
    }
}
