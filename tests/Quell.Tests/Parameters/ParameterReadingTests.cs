using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Parameters;

namespace Quell.Tests.Parameters;

public sealed class ParameterReadingTests
{
    private const string Image = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2";

    private readonly SsmHouse _house = new();

    [Fact]
    public void A_version_is_read_by_its_number_or_label()
    {
        _house.Put("/app/p", "one");
        _house.Put("/app/p", "two");
        _house.Call("LabelParameterVersion", ("Name", "/app/p"), ("ParameterVersion", 1), ("Labels", JsonArray.From(["prod"])));

        var byNumber = _house.Call("GetParameter", ("Name", "/app/p:1")).Object("Parameter")!;
        byNumber.String("Value").ShouldBe("one");
        byNumber.String("Name").ShouldBe("/app/p");
        byNumber.String("Selector").ShouldBe(":1");
        _house.Call("GetParameter", ("Name", "/app/p:prod")).Object("Parameter")!.String("Selector").ShouldBe(":prod");
        _house.Call("GetParameter", ("Name", "arn:aws:ssm:us-east-1:000000000000:parameter/app/p:prod")).Object("Parameter")!.String("Value").ShouldBe("one");
        ParameterStore.Find(_house.State, SsmHouse.Scope, "/app/p:1").ShouldBe("one");
        ParameterStore.Find(_house.State, SsmHouse.Scope, "/app/p:prod").ShouldBe("one");
        ParameterStore.Find(_house.State, SsmHouse.Scope, "/app/p:3").ShouldBeNull();
    }

    [Theory]
    [InlineData("none", "ParameterNotFound", "Parameter none not found.")]
    [InlineData("p:9", "ParameterVersionNotFound", "Systems Manager could not find version 9 of p. Verify the version and try again.")]
    [InlineData("p:prod", "ParameterVersionNotFound", "Systems Manager could not find label prod of p. Verify the label and try again.")]
    [InlineData("arn:aws:ssm:us-east-1:111111111111:parameter/p", "ParameterNotFound", "Parameter arn:aws:ssm:us-east-1:111111111111:parameter/p not found.")]
    public void What_is_not_there_is_said(string name, string code, string message)
    {
        _house.Put("p", "a");

        _house.Refused("GetParameter", ("Name", name)).ShouldBe((code, message));
    }

    [Fact]
    public void A_name_that_no_parameter_can_have_is_refused()
    {
        _house.Refused("GetParameter", ("Name", "{test}-test")).Message.ShouldStartWith("Parameter name: can't be prefixed with \"ssm\"");
        _house.Refused("GetParameters", ("Names", JsonArray.From(["p", "a b"]))).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Of_several_those_that_are_missing_are_named()
    {
        _house.Put("a", "1");
        _house.Put("b", "2");

        var answer = _house.Call("GetParameters", ("Names", JsonArray.From(["b", "none", "a", "b", "a:7"])));

        answer.Array("Parameters").Objects.Select(parameter => parameter.String("Value")).ShouldBe(["2", "1"]);
        answer.Array("InvalidParameters").Strings.ShouldBe(["none", "a:7"]);
    }

    [Fact]
    public void A_path_leads_to_the_level_below_or_to_all()
    {
        foreach (var name in new[] { "flat", "/a/1", "/a/2", "/a/b/3", "/ab/4" })
        {
            _house.Put(name, name);
        }

        ByPath("/a").ShouldBe(["/a/1", "/a/2"]);
        ByPath("/a/").ShouldBe(["/a/1", "/a/2"]);
        ByPath("/a", ("Recursive", true)).ShouldBe(["/a/1", "/a/2", "/a/b/3"]);
        ByPath("/").ShouldBe(["flat"]);
        ByPath("/", ("Recursive", true)).ShouldBe(["/a/1", "/a/2", "/a/b/3", "/ab/4", "/aws", "flat"], "Amazon's own are there too");
        ByPath("/none").ShouldBeEmpty();
        _house.Refused("GetParametersByPath", ("Path", "a")).Message.ShouldStartWith("The parameter doesn't meet the parameter name requirements.");
    }

    [Fact]
    public void A_path_is_read_page_by_page()
    {
        for (var number = 1; number <= 12; number++)
        {
            _house.Put($"/n/{number:D2}", "v");
        }

        var first = _house.Call("GetParametersByPath", ("Path", "/n"));
        first.Array("Parameters").Count.ShouldBe(10);
        var rest = _house.Call("GetParametersByPath", ("Path", "/n"), ("NextToken", first["NextToken"]));
        rest.Array("Parameters").Objects.Select(parameter => parameter.String("Name")).ShouldBe(["/n/11", "/n/12"]);
        rest.Has("NextToken").ShouldBeFalse();
        _house.Refused("GetParametersByPath", ("Path", "/n"), ("NextToken", "?")).Code.ShouldBe("InvalidNextToken");
    }

    [Fact]
    public void A_history_has_every_version_with_its_labels()
    {
        _house.Put("p", "one", ("Description", "first"));
        _house.Put("p", "two");
        _house.Call("LabelParameterVersion", ("Name", "p"), ("Labels", JsonArray.From(["now"])));

        var history = _house.Call("GetParameterHistory", ("Name", "p")).Array("Parameters");
        history[0].ToString().ShouldBe(
            """{"Name":"p","Type":"String","Value":"one","Version":1,"LastModifiedDate":"2026-01-02T03:04:06Z","LastModifiedUser":"arn:aws:iam::000000000000:root","DataType":"text","Description":"first","Tier":"Standard","Labels":[],"Policies":[]}""");
        ((JsonObject)history[1]).Array("Labels").Strings.ShouldBe(["now"]);
        _house.Refused("GetParameterHistory", ("Name", "none")).Code.ShouldBe("ParameterNotFound");
    }

    [Fact]
    public void Amazons_images_are_there_in_every_account_the_same_in_a_region()
    {
        var elsewhere = SsmHouse.Scope with { Region = "eu-west-1", Account = "111111111111" };

        var here = _house.Call("GetParameter", ("Name", Image)).Object("Parameter")!;
        here.String("Value").ShouldNotBeNull().ShouldMatch("^ami-[0-9a-f]{17}$");
        here.String("ARN").ShouldBe($"arn:aws:ssm:us-east-1::parameter{Image}");
        here.String("DataType").ShouldBe("aws:ec2:image");
        ValueIn(SsmHouse.Scope with { Account = "111111111111" }).ShouldBe(here.String("Value"));
        ValueIn(elsewhere).ShouldNotBe(here.String("Value"));
        ByPath("/aws/service/ami-amazon-linux-latest", ("MaxResults", 2)).Count.ShouldBe(1);
        _house.Call("DescribeParameters").Array("Parameters").Count.ShouldBe(0);
    }

    private string? ValueIn(Scope scope) => _house.Call(scope, "GetParameter", JsonObject.Of(("Name", Image))).Object("Parameter")!.String("Value");

    /// <summary>The names found; of Amazon's the first part, once.</summary>
    private List<string> ByPath(string path, params ReadOnlySpan<(string Name, JsonValue? Value)> more)
    {
        var (names, token) = (new List<string>(), (JsonValue?)null);
        do
        {
            var answer = _house.Call("GetParametersByPath", [("Path", path), ("NextToken", token), .. more]);
            names.AddRange(answer.Array("Parameters").Objects.Select(parameter => parameter.String("Name")!));
            token = answer["NextToken"];
        }
        while (token is not null);

        return [.. names.Select(name => name.StartsWith("/aws/", StringComparison.Ordinal) ? "/aws" : name).Distinct()];
    }
}
