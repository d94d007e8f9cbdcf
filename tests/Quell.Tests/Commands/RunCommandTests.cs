using Quell.Aws;
using Quell.Engine.Json;
using Quell.Tests.Runbooks.Shipped;
using static Quell.Tests.Runbooks.Shipped.Scenes;

namespace Quell.Tests.Commands;

/// <summary>Commands in a running Quell: real shells, in the files of sandbox instances.</summary>
public sealed class RunCommandTests : IAsyncLifetime
{
    private RunbookLab _lab = null!;

    [Fact, Trait("Requirement", "N21")]
    public async Task A_command_runs_in_the_files_of_its_instance_and_a_later_one_finds_them()
    {
        var instance = await Instance(_lab);

        await Ran(instance, "echo kept > note");
        var told = await Ran(instance, "cat note; echo wrong >&2; env | grep -c QUELL_TEST_SECRET; exit 3");

        told.String("Status").ShouldBe("Failed");
        told.Long("ResponseCode").ShouldBe(3);
        told.String("StandardOutputContent").ShouldBe("kept\n0\n");
        told.String("StandardErrorContent").ShouldBe("wrong\n");
    }

    [Fact]
    public async Task Output_is_cut_where_AWS_cuts_it()
    {
        var told = await Ran(await Instance(_lab), "head -c 100000 /dev/zero | tr '\\0' x");

        told.String("Status").ShouldBe("Success");
        told.String("StandardOutputContent")!.Length.ShouldBe(24_000);
    }

    [Fact]
    public async Task A_script_that_hangs_ends_by_its_timeout_and_another_when_it_is_cancelled()
    {
        var instance = await Instance(_lab);
        var slow = await Send(instance, "sleep 600", ("executionTimeout", "1"));
        var cancelled = await Send(instance, "sleep 600");
        await _lab.Call("ssm", "CancelCommand", ("CommandId", cancelled));

        var (late, stopped) = (await Ended(slow, instance), await Ended(cancelled, instance));

        (late.String("Status"), late.String("StatusDetails")).ShouldBe(("TimedOut", "ExecutionTimedOut"));
        stopped.String("Status").ShouldBe("Cancelled");
    }

    [Fact]
    public async Task Commands_go_to_tagged_instances_and_to_none_that_does_not_run()
    {
        var web = await Instance(_lab, ("Role", "web"));
        await Instance(_lab);

        var sent = await _lab.Call(
            "ssm", "SendCommand", ("DocumentName", "AWS-RunShellScript"), ("Parameters", JsonObject.Of(("commands", List("true")))),
            ("Targets", JsonArray.From([(JsonValue)JsonObject.Of(("Key", "tag:Role"), ("Values", List("web")))])));
        (await Ended(sent.Object("Command")!.String("CommandId")!, web)).String("Status").ShouldBe("Success");
        sent.Object("Command")!.Long("TargetCount").ShouldBe(1);
        await _lab.Call("ec2", "StopInstances", ("InstanceIds", List(web)));

        (await Should.ThrowAsync<AwsException>(() => Send(web, "true"))).Code.ShouldBe("InvalidInstanceId");
    }

    public async Task InitializeAsync() => _lab = await RunbookLab.Open();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    private async Task<JsonObject> Ran(string instance, string script) => await Ended(await Send(instance, script), instance);

    private async Task<string> Send(string instance, string script, params (string Name, string Value)[] more)
    {
        var parameters = more.Aggregate(JsonObject.Of(("commands", List(script))), (made, each) => made.With(each.Name, List(each.Value)));
        var sent = await _lab.Call("ssm", "SendCommand", ("DocumentName", "AWS-RunShellScript"), ("InstanceIds", List(instance)), ("Parameters", parameters));
        return sent.Object("Command")!.String("CommandId")!;
    }

    private async Task<JsonObject> Ended(string command, string instance)
    {
        while (true)
        {
            var told = await _lab.Call("ssm", "GetCommandInvocation", ("CommandId", command), ("InstanceId", instance));
            if (told.String("Status") is not ("Pending" or "InProgress" or "Cancelling"))
            {
                return told;
            }

            await Task.Delay(10);
        }
    }
}
