using Quell.Aws;
using Quell.Workflows;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

/// <summary>What an execution that is started runs.</summary>
public sealed class StateMachinesTests
{
    private readonly StatesHouse _house = new();
    private readonly string _arn;

    public StateMachinesTests()
    {
        _arn = _house.Create("block");
        var first = _house.Publish(_arn);
        _house.Update(_arn);
        _house.Call("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", Routes((first, 30), (_house.Publish(_arn), 70))));
    }

    [Fact]
    public void A_state_machine_runs_its_current_revision()
    {
        var resolved = Resolve(_arn);

        (resolved.Arn.ToString(), resolved.VersionArn, resolved.AliasArn).ShouldBe((_arn, null, null));
        resolved.Definition.String("definition").ShouldBe(OtherDefinition);
    }

    [Fact]
    public void A_version_runs_what_was_published()
    {
        var resolved = Resolve(_arn + ":1");

        (resolved.Arn.ToString(), resolved.VersionArn, resolved.AliasArn).ShouldBe((_arn, _arn + ":1", null));
        resolved.Definition.String("definition").ShouldBe(Definition);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(29, 1)]
    [InlineData(30, 2)]
    [InlineData(99, 2)]
    public void An_alias_runs_the_version_that_the_draw_falls_on(int draw, int version)
    {
        var resolved = Resolve(_arn + ":live", draw);

        (resolved.Arn.ToString(), resolved.VersionArn, resolved.AliasArn).ShouldBe((_arn, $"{_arn}:{version}", _arn + ":live"));
        resolved.Definition.String("definition").ShouldBe(version == 1 ? Definition : OtherDefinition);
    }

    [Theory]
    [InlineData("block", "InvalidArn")]
    [InlineData("arn:aws:states:us-east-1:000000000000:execution:block:a", "InvalidArn")]
    [InlineData("arn:aws:states:us-east-1:000000000000:stateMachine:none", "StateMachineDoesNotExist")]
    [InlineData("arn:aws:states:us-east-1:000000000000:stateMachine:block:9", "StateMachineDoesNotExist")]
    [InlineData("arn:aws:states:us-east-1:000000000000:stateMachine:block:none", "StateMachineDoesNotExist")]
    [InlineData("arn:aws:states:us-east-1:111111111111:stateMachine:block", "StateMachineDoesNotExist")]
    [InlineData("arn:aws:states:us-east-1:000000000000:stateMachine:block/Each", "ValidationException")]
    public void Anything_else_is_refused(string arn, string code) => Should.Throw<AwsException>(() => Resolve(arn)).Code.ShouldBe(code);

    [Fact]
    public void The_kind_of_a_wrong_ARN_is_named() =>
        Should.Throw<AwsException>(() => Resolve("arn:aws:states:us-east-1:000000000000:execution:block:a"))
            .Message.ShouldBe("Invalid Arn: 'Resource type not valid in this context: execution'");

    [Fact]
    public void One_that_is_being_deleted_runs_nothing_more()
    {
        _house.Running.Add(_arn);
        _house.Call("DeleteStateMachine", ("stateMachineArn", _arn));

        Should.Throw<AwsException>(() => Resolve(_arn + ":live")).Code.ShouldBe("StateMachineDeleting");
    }

    private ResolvedStateMachine Resolve(string arn, int draw = 0) => StateMachines.Resolve(_house.State, Scope, arn, draw);
}
