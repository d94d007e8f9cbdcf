using Quell.Engine.Resources;
using Quell.Workflows;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class StateMachineDeletionTests
{
    private readonly StatesHouse _house = new();

    [Fact]
    public void A_state_machine_goes_with_its_versions_and_aliases_and_leaves_others_alone()
    {
        var arn = _house.Create("block");
        var other = _house.Create("block2");
        foreach (var machine in new[] { arn, other })
        {
            var version = _house.Publish(machine);
            _house.Call("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", Routes((version, 100))));
        }

        _house.Call("DeleteStateMachine", ("stateMachineArn", arn));

        foreach (var gone in new[] { arn, arn + ":1", arn + ":live" })
        {
            _house.Refused("DescribeStateMachine", ("stateMachineArn", gone)).ShouldBe(("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{gone}'"));
        }

        _house.State.ListAll(StateMachines.VersionType).Count().ShouldBe(1);
        _house.State.ListAll(StateMachines.AliasType).Count().ShouldBe(1);
        _house.Describe(other + ":live").String("name").ShouldBe("block2");
    }

    [Fact]
    public void One_that_is_not_there_is_deleted_without_a_word()
    {
        _house.Call("DeleteStateMachine", ("stateMachineArn", Arn("none"))).Count.ShouldBe(0);
        _house.Refused("DeleteStateMachine", ("stateMachineArn", Arn("none") + ":1")).Code.ShouldBe("ValidationException");
        _house.Refused("DeleteStateMachine", ("stateMachineArn", "none")).ShouldBe(("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: none'"));
    }

    [Fact]
    public void One_whose_executions_run_is_being_deleted_until_they_have_ended()
    {
        var arn = _house.Create("block");
        var version = _house.Publish(arn);
        _house.Running.Add(arn);

        _house.Call("DeleteStateMachine", ("stateMachineArn", arn));

        _house.Describe(arn).String("status").ShouldBe("DELETING");
        _house.Describe(version).String("status").ShouldBe("DELETING");
        var refusal = ("StateMachineDeleting", $"State Machine is being deleted: '{arn}'");
        _house.Refused("CreateStateMachine", ("name", "block"), ("definition", Definition), ("roleArn", Role)).ShouldBe(refusal);
        _house.Refused("UpdateStateMachine", ("stateMachineArn", arn), ("roleArn", Role)).ShouldBe(refusal);
        _house.Refused("PublishStateMachineVersion", ("stateMachineArn", arn)).ShouldBe(refusal);
        _house.Refused("CreateStateMachineAlias", ("name", "live"), ("routingConfiguration", Routes((version, 100)))).ShouldBe(refusal);

        var edit = new ResourceEdit(_house.State);
        StateMachineDeletion.Remove(edit, StateMachines.Parsed(arn));
        _house.State = edit.Current;
        _house.Refused("DescribeStateMachine", ("stateMachineArn", arn)).Code.ShouldBe("StateMachineDoesNotExist");
        _house.Create("block").ShouldBe(arn);
    }
}
