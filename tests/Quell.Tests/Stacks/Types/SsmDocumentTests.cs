using Quell.Engine.Json;

namespace Quell.Tests.Stacks.Types;

/// <summary>CloudFormation Template Reference, "AWS::SSM::Document".</summary>
public sealed class SsmDocumentTests
{
    private const string Template =
        """
        Parameters: {Seconds: {Type: String, Default: '1'}, Method: {Type: String, Default: Replace}, Broken: {Type: String, Default: 'aws:sleep'}}
        Resources:
          Wait:
            Type: AWS::SSM::Document
            Properties:
              DocumentType: Automation
              UpdateMethod: !Ref Method
              Content:
                schemaVersion: "0.3"
                description: !Sub "In ${AWS::Region}"
                mainSteps:
                  - name: wait
                    action: !Ref Broken
                    inputs: {Duration: !Sub "PT${Seconds}S"}
              Tags: [{Key: a, Value: b}]
        Outputs: {Name: {Value: !Ref Wait}}
        """;

    [Fact, Trait("Requirement", "R16")]
    public async Task A_document_is_made_of_an_object_and_replaced_under_its_name()
    {
        await using var house = StackHouse.Open();
        (await house.Create("docs", Template, ("Tags", JsonValue.Parse("""[{"Key":"c","Value":"d"}]""")))).String("StackStatus").ShouldBe("CREATE_COMPLETE");
        var name = await house.PhysicalId("docs", "Wait");
        name.ShouldStartWith("docs-Wait-");
        (await Content(house, name)).ShouldBe("""{"schemaVersion":"0.3","description":"In us-east-1","mainSteps":[{"name":"wait","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]}""");
        (await Tags(house, name)).ShouldBe("""[{"Key":"a","Value":"b"},{"Key":"c","Value":"d"}]""");

        await Update(house, ("Seconds", "2"));

        (await house.PhysicalId("docs", "Wait")).ShouldBe(name);
        (await Content(house, name)).ShouldContain("PT2S");
        (await Version(house, name)).ShouldBe("1");
        (await house.Delete("docs")).String("StackStatus").ShouldBe("DELETE_COMPLETE");
        (await house.Refused("ssm", "GetDocument", ("Name", name))).Code.ShouldBe("InvalidDocument");
    }

    [Fact, Trait("Requirement", "R16")]
    public async Task A_new_version_becomes_the_default_and_the_old_one_again_when_the_update_fails()
    {
        await using var house = StackHouse.Open();
        await house.Create("docs", Template);
        var name = await house.PhysicalId("docs", "Wait");

        await Update(house, ("Seconds", "2"), ("Method", "NewVersion"));
        (await Version(house, name)).ShouldBe("2");

        await Update(house, ("Seconds", "1"), ("Method", "NewVersion"));
        (await Version(house, name)).ShouldBe("1");

        var failed = await Update(house, ("Broken", "aws:nothing"), ("Method", "NewVersion"));
        failed.String("StackStatus").ShouldBe("UPDATE_ROLLBACK_COMPLETE");
        (await Version(house, name)).ShouldBe("1");
    }

    [Fact]
    public async Task What_no_document_can_be_is_refused()
    {
        await using var house = StackHouse.Open();

        (await house.Refused("cloudformation", "CreateStack", ("StackName", "docs"), ("TemplateBody", Template), Given(("Method", "Merge")))).Message.ShouldContain("must be one of: Replace, NewVersion");
        var failed = await house.Create("docs", Template, Given(("Broken", "aws:nothing")));
        failed.String("StackStatus").ShouldBe("ROLLBACK_COMPLETE");
    }

    private static Task<JsonObject> Update(StackHouse house, params (string Name, string Value)[] given) => house.Update("docs", Template, Given(given));

    private static (string, JsonValue?) Given(params (string Name, string Value)[] given) => ("Parameters", JsonArray.From(given.Select(
        parameter => (JsonValue)JsonObject.Of(("ParameterKey", parameter.Name), ("ParameterValue", parameter.Value)))));

    private static async Task<string> Content(StackHouse house, string name) => (await house.Call("ssm", "GetDocument", ("Name", name))).String("Content")!;

    private static async Task<string?> Version(StackHouse house, string name) => (await house.Call("ssm", "GetDocument", ("Name", name))).String("DocumentVersion");

    private static async Task<string> Tags(StackHouse house, string name) =>
        (await house.Call("ssm", "ListTagsForResource", ("ResourceType", "Document"), ("ResourceId", name))).Array("TagList").ToString();
}
