using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>One execution of a runbook, whatever processes it takes.</summary>
internal sealed partial class RunbookRun(string document, int count, RunbookFolder folder) : IDisposable
{
    private readonly string _token = new Guid(count, 0, 0, new byte[8]).ToString();

    private readonly PuttingClient _client = new(0);

    /// <summary>At which reach of its point the process was to die.</summary>
    public int Count => count;

    /// <summary>Starts it, or finds it started, and sees it to its end, or to the process's.</summary>
    public async Task Drive(QuellProcess quell)
    {
        var id = (await Call(quell, "ssm", "StartAutomationExecution", ("DocumentName", document), ("ClientToken", _token), ("Parameters", folder.ParametersOf(document))))["AutomationExecutionId"];
        await QuellProcess.Eventually(async () => quell.HasExited || await IsOver(quell, id), isOver => isOver);
    }

    /// <summary>The same with a process that is to die meanwhile.</summary>
    public async Task DriveToItsDeath(QuellProcess quell)
    {
        try
        {
            await Drive(quell);
        }
        catch (AwsException)
        {
            await quell.Died();
        }
    }

    /// <summary>What the executions in the folder came to and what they did, without ids.</summary>
    public async Task<List<string>> Outcome(QuellProcess quell)
    {
        var lines = new List<string>();
        foreach (var each in await Executions(quell))
        {
            var execution = (await Call(quell, "ssm", "GetAutomationExecution", ("AutomationExecutionId", each["AutomationExecutionId"]))).Object("AutomationExecution")!;
            lines.Add($"{execution.String("DocumentName")} {execution.String("AutomationExecutionStatus")} {execution["Outputs"]}");
            lines.AddRange(execution.Array("StepExecutions").Objects.Select(step => $"{execution.String("DocumentName")} {step.String("StepName")} {step.String("StepStatus")} {step.String("FailureMessage")}"));
        }

        var vpcs = (await Call(quell, "ec2", "DescribeVpcs")).Array("Vpcs").Objects.Where(vpc => vpc.String("CidrBlock") == "10.1.0.0/16").ToList();
        lines.AddRange(vpcs.Select(vpc => $"vpc {vpc["Tags"]}"));
        var subnets = (await Call(quell, "ec2", "DescribeSubnets")).Array("Subnets").Objects.Where(subnet => subnet.String("CidrBlock") == "10.1.1.0/24");
        lines.AddRange(subnets.Select(subnet => $"subnet {subnet.String("CidrBlock")}"));
        var started = await Call(quell, "stepfunctions", "ListExecutions", ("stateMachineArn", Machine));
        lines.AddRange(started.Array("executions").Objects.Select(execution => $"execution {execution.String("status")}"));
        var instances = (await Call(quell, "ec2", "DescribeInstances")).Array("Reservations").Objects.SelectMany(each => each.Array("Instances").Objects);
        lines.AddRange(instances.Where(instance => instance.String("InstanceType") == "t3.micro").Select(instance => $"instance {instance.Object("State")!.String("Name")}"));
        var images = (await Call(quell, "ec2", "DescribeImages", ("Owners", JsonArray.From([(JsonValue)"self"])))).Array("Images").Objects;
        lines.AddRange(images.Select(image => $"image {image.String("State")} {image.String("Name")!.Split('-')[0]}"));
        lines.AddRange((await Call(quell, "ec2", "DescribeSnapshots", ("OwnerIds", JsonArray.From([(JsonValue)"self"])))).Array("Snapshots").Objects.Select(snapshot => $"snapshot {snapshot.String("State")}"));
        var stacks = (await Call(quell, "cloudformation", "ListStacks")).Array("StackSummaries").Objects;
        lines.AddRange(stacks.Where(stack => stack.String("StackName")!.StartsWith("made-", StringComparison.Ordinal)).Select(stack => $"stack {stack.String("StackStatus")}"));
        using var facts = new JournalFacts(quell.DataFolder);
        lines.AddRange(facts.Bodies("sent").Select(body => $"message {body}"));
        return [.. lines.Select(line => ResourceId().Replace(Sameness.Of(line), "$1-ID")).Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("\\b([a-z]+)-[0-9a-f]{17}\\b")]
    private static partial Regex ResourceId();

    private const string Machine = "arn:aws:states:us-east-1:000000000000:stateMachine:short";

    private async Task<List<JsonObject>> Executions(QuellProcess quell)
    {
        var (executions, next) = (new List<JsonObject>(), (JsonValue?)null);
        do
        {
            var page = await Call(quell, "ssm", "DescribeAutomationExecutions", ("MaxResults", 50), ("NextToken", next));
            executions.AddRange(page.Array("AutomationExecutionMetadataList").Objects);
            next = page["NextToken"];
        }
        while (next is JsonString);
        return executions;
    }

    /// <summary>Answers what the execution waits for.</summary>
    private async Task<bool> IsOver(QuellProcess quell, JsonValue? id)
    {
        var execution = (await Call(quell, "ssm", "GetAutomationExecution", ("AutomationExecutionId", id))).Object("AutomationExecution")!;
        if (execution.String("AutomationExecutionStatus") == "Waiting")
        {
            await Signal(quell, id, execution.String("CurrentStepName") ?? "");
        }

        var isMachineRunning = (await Call(quell, "stepfunctions", "ListExecutions", ("stateMachineArn", Machine), ("statusFilter", "RUNNING"))).Array("executions").Count > 0;
        return execution.Has("ExecutionEndTime") && !isMachineRunning;
    }

    /// <summary>One that goes on meanwhile takes no signal any more.</summary>
    private async Task Signal(QuellProcess quell, JsonValue? id, string step)
    {
        try
        {
            await (step == "approve"
                ? Call(quell, "ssm", "SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Approve"))
                : Call(
                    quell, "ssm", "SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Resume"),
                    ("Payload", JsonObject.Of(("StepName", JsonArray.From([(JsonValue)step]))))));
        }
        catch (AwsException refusal) when (refusal.Code == "InvalidAutomationSignalException")
        {
            // It has been answered.
        }
    }

    private async Task<JsonObject> Call(QuellProcess quell, string service, string operation, params (string Name, JsonValue? Value)[] input) =>
        (await _client.Call(quell, service, operation, JsonObject.Of(input))).Output;
}
