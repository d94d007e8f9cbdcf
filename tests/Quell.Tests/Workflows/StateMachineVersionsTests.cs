using Quell.Engine.Json;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class StateMachineVersionsTests
{
    private readonly StatesHouse _house = new();

    [Fact]
    public void A_version_keeps_what_the_state_machine_was()
    {
        var arn = _house.Create("block", ("tags", Tags(("a", "b"))));
        var first = _house.Publish(arn, "first");
        _house.Update(arn);

        first.ShouldBe(arn + ":1");
        _house.Publish(arn).ShouldBe(arn + ":2");
        var version = _house.Describe(first);
        (version.String("stateMachineArn"), version.String("name"), version.String("definition"), version.String("description"))
            .ShouldBe((first, "block", Definition, "first"));
        version.Has("revisionId").ShouldBeFalse();
        version.Names.ShouldNotContain(name => char.IsUpper(name[0]));
        _house.Describe(arn + ":2").String("definition").ShouldBe(OtherDefinition);
    }

    [Fact]
    public void A_revision_is_published_once()
    {
        var arn = _house.Create("block");
        var output = _house.Call("PublishStateMachineVersion", ("stateMachineArn", arn));

        _house.Call("PublishStateMachineVersion", ("stateMachineArn", arn), ("revisionId", "INITIAL")).ShouldBe(output);
        _house.List("ListStateMachineVersions", "stateMachineVersions", "stateMachineVersionArn", ("stateMachineArn", arn)).ShouldBe([arn + ":1"]);
    }

    [Fact]
    public void A_version_of_another_revision_than_the_current_one_is_refused()
    {
        var arn = _house.Create("block");

        _house.Refused("PublishStateMachineVersion", ("stateMachineArn", arn), ("revisionId", "x")).ShouldBe((
            "ConflictException", "Failed to publish the State Machine version for revision x. The current State Machine revision is INITIAL."));
        _house.Update(arn);
        var revision = _house.Describe(arn).String("revisionId");
        _house.Refused("PublishStateMachineVersion", ("stateMachineArn", arn), ("revisionId", "INITIAL")).Code.ShouldBe("ConflictException");
        _house.Call("PublishStateMachineVersion", ("stateMachineArn", arn), ("revisionId", revision)).String("stateMachineVersionArn").ShouldBe(arn + ":1");
    }

    [Fact]
    public void Numbers_are_not_used_again()
    {
        var arn = _house.Create("block");
        _house.Call("DeleteStateMachineVersion", ("stateMachineVersionArn", _house.Publish(arn)));

        _house.Publish(arn).ShouldBe(arn + ":2");
        _house.Call("DeleteStateMachineVersion", ("stateMachineVersionArn", arn + ":1")).ShouldBe(JsonObject.Empty);
        _house.Refused("DeleteStateMachineVersion", ("stateMachineVersionArn", arn)).ShouldBe(("InvalidArn", $"Invalid Arn: '{arn}'"));
    }

    [Fact]
    public void A_version_that_an_alias_leads_to_stays()
    {
        var arn = _house.Create("block");
        var version = _house.Publish(arn);
        foreach (var name in new[] { "canary", "live" })
        {
            _house.Call("CreateStateMachineAlias", ("name", name), ("routingConfiguration", Routes((version, 100))));
        }

        _house.Refused("DeleteStateMachineVersion", ("stateMachineVersionArn", version)).ShouldBe((
            "ConflictException",
            "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [canary, live]"));
    }

    [Fact]
    public void Versions_are_listed_page_by_page_the_latest_first()
    {
        var arn = _house.Create("block");
        for (var number = 1; number <= 12; number++)
        {
            _house.Update(arn, Definition.Replace("\"A\"", $"\"A{number}\"", StringComparison.Ordinal));
            _house.Publish(arn);
        }

        var (listed, token) = (new List<string>(), (string?)null);
        do
        {
            var page = _house.Call("ListStateMachineVersions", ("stateMachineArn", arn), ("maxResults", 5), ("nextToken", token));
            page.Array("stateMachineVersions").Count.ShouldBeLessThanOrEqualTo(5);
            listed.AddRange(page.Array("stateMachineVersions").Objects.Select(version => version.String("stateMachineVersionArn")!));
            token = page.String("nextToken");
        }
        while (token is not null);

        listed.ShouldBe(Enumerable.Range(1, 12).Reverse().Select(number => $"{arn}:{number}"));
        _house.Refused("ListStateMachineVersions", ("stateMachineArn", arn), ("nextToken", "?")).ShouldBe(("InvalidToken", "Invalid Token: 'Invalid token'"));
        _house.Refused("ListStateMachineVersions", ("stateMachineArn", Arn("none"))).Code.ShouldBe("StateMachineDoesNotExist");
    }
}
