using Quell.Engine.Json;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class StateMachineAliasesTests
{
    private readonly StatesHouse _house = new();
    private readonly string _arn;
    private readonly string _first;
    private readonly string _second;

    public StateMachineAliasesTests()
    {
        _arn = _house.Create("block");
        _first = _house.Publish(_arn);
        _house.Update(_arn);
        _second = _house.Publish(_arn);
    }

    [Fact]
    public void An_alias_leads_to_two_versions_by_weight()
    {
        var output = Create("live", (_first, 90), (_second, 10));

        output.String("stateMachineAliasArn").ShouldBe(_arn + ":live");
        var alias = _house.Call("DescribeStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"));
        alias["routingConfiguration"].ShouldBe(Routes((_first, 90), (_second, 10)));
        alias.String("creationDate").ShouldBe(output.String("creationDate"));
        var shown = _house.Describe(_arn + ":live");
        (shown.String("stateMachineArn"), shown.String("definition")).ShouldBe((_arn + ":live", Definition));
    }

    [Fact]
    public void The_same_request_again_answers_the_same_and_another_one_conflicts()
    {
        var output = Create("live", (_first, 100));

        Create("live", (_first, 100)).ShouldBe(output);
        _house.Refused("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", Routes((_second, 100)))).ShouldBe((
            "ConflictException", "Failed to create alias because an alias with the same name and a different routing configuration already exists."));
    }

    [Fact]
    public void A_routing_configuration_that_cannot_be_is_refused()
    {
        var other = _house.Publish(_house.Create("other"));

        Refused((_first, 60), (_second, 30)).ShouldBe("Sum of routing configuration weights must equal 100. Received: [60, 30]");
        Refused((_first, 60), (_first, 40)).ShouldBe($"Routing configuration must contain distinct state machine version ARNs. Received: [{_first}, {_first}]");
        Refused((_arn, 100)).ShouldBe($"Routing configuration must contain state machine version ARNs. Received: [{_arn}]");
        Refused((_arn + ":9", 100)).ShouldBe($"Routing configuration must contain state machine version ARNs. Received: [{_arn}:9]");
        Refused((_first, 50), (other, 50)).ShouldBe($"Routing configuration must contain versions of one state machine. Received: [{_first}, {other}]");
        Refused((_first, 101)).ShouldEndWith("Member must have value less than or equal to 100");
        Refused((_first, 50), (_second, 25), (other, 25)).ShouldEndWith("Member must have length less than or equal to 2");
    }

    [Theory]
    [InlineData("12")]
    [InlineData("a b")]
    public void A_name_has_a_letter_and_no_spaces(string name) => _house.Refused("CreateStateMachineAlias", ("name", name), ("routingConfiguration", Routes((_first, 100)))).ShouldBe((
        "ValidationException",
        $"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$"));

    [Fact]
    public void An_update_changes_what_it_names()
    {
        Create("live", (_first, 100));

        _house.Call("UpdateStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"), ("routingConfiguration", Routes((_second, 100))));
        var output = _house.Call("UpdateStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"), ("description", "now"));

        var alias = _house.Call("DescribeStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"));
        (alias.String("description"), alias.String("updateDate")).ShouldBe(("now", output.String("updateDate")));
        alias["routingConfiguration"].ShouldBe(Routes((_second, 100)));
        _house.Refused("UpdateStateMachineAlias", ("stateMachineAliasArn", _arn + ":live")).Code.ShouldBe("MissingRequiredParameter");
        var other = _house.Publish(_house.Create("other"));
        _house.Refused("UpdateStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"), ("routingConfiguration", Routes((other, 100)))).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Aliases_are_listed_the_newest_first_of_a_state_machine_or_a_version()
    {
        Create("a", (_first, 100));
        Create("c", (_second, 100));
        Create("b", (_first, 1), (_second, 99));
        List<string?> Listed(string arn) => _house.List("ListStateMachineAliases", "stateMachineAliases", "stateMachineAliasArn", ("stateMachineArn", arn));

        Listed(_arn).ShouldBe([_arn + ":b", _arn + ":c", _arn + ":a"]);
        Listed(_first).ShouldBe([_arn + ":b", _arn + ":a"]);
        _house.Refused("ListStateMachineAliases", ("stateMachineArn", Arn("none"))).Code.ShouldBe("StateMachineDoesNotExist");
        _house.Refused("ListStateMachineAliases", ("stateMachineArn", _arn + ":a")).Code.ShouldBe("InvalidArn");
    }

    [Fact]
    public void A_deleted_alias_is_gone_and_its_versions_stay()
    {
        Create("live", (_first, 100));

        _house.Call("DeleteStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"));

        _house.Refused("DescribeStateMachineAlias", ("stateMachineAliasArn", _arn + ":live"))
            .ShouldBe(("ResourceNotFound", "Request references a resource that does not exist."));
        _house.Call("DeleteStateMachineAlias", ("stateMachineAliasArn", _arn + ":live")).ShouldBe(JsonObject.Empty);
        _house.Refused("DescribeStateMachineAlias", ("stateMachineAliasArn", _first)).ShouldBe(("InvalidArn", $"Invalid Arn: '{_first}'"));
        _house.Describe(_first).String("stateMachineArn").ShouldBe(_first);
    }

    private JsonObject Create(string name, params (string Version, int Weight)[] routes) =>
        _house.Call("CreateStateMachineAlias", ("name", name), ("routingConfiguration", Routes(routes)));

    private string Refused(params (string Version, int Weight)[] routes)
    {
        var (code, message) = _house.Refused("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", Routes(routes)));
        code.ShouldBe("ValidationException");
        return message;
    }
}
