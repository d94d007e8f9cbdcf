using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Approvals;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Server;

namespace Quell.Benchmarks;

/// <summary>
/// How long does a runbook of ten steps take that each call an API as its role, from the call that starts it to its end? What do a
/// thousand executions hold that wait for an approval?
/// </summary>
internal static class RunbookFigures
{
    private const int Warm = 200;
    private const int Measured = 300;
    private const int Waiting = 1_000;

    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ssm.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:DescribeVpcs","ec2:CreateTags"],"Resource":"*"}]}""";
    private const string Role = "arn:aws:iam::000000000000:role/bench";

    private static readonly Scope Scope = new("000000000000", "us-east-1");
    private static int _calls;

    public static async Task Run(string folder)
    {
        var server = QuellServer.Create(new() { DataFolder = Path.Combine(folder, "runbooks"), Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        await using (server)
        {
            await server.Start(CancellationToken.None);
            await Call(server, "iam", "CreateRole", ("RoleName", "bench"), ("AssumeRolePolicyDocument", Trust));
            await Call(server, "iam", "PutRolePolicy", ("RoleName", "bench"), ("PolicyName", "act"), ("PolicyDocument", Policy));
            await Steps(server);
            await Approvals(server);
        }
    }

    private static async Task Steps(QuellServer server)
    {
        var vpc = (await Call(server, "ec2", "CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Object("Vpc")!.String("VpcId")!;
        await Document(server, "steps", string.Concat(Enumerable.Range(0, 10).Select(step => step % 2 == 0
            ? $"  - {{name: look{step}, action: aws:executeAwsApi, inputs: {{Service: ec2, Api: DescribeVpcs, VpcIds: [{vpc}]}}, outputs: [{{Name: Cidr, Selector: '$.Vpcs[0].CidrBlock', Type: String}}]}}\n"
            : $"  - {{name: tag{step}, action: aws:createTags, inputs: {{ResourceType: EC2, ResourceIds: [{vpc}], Tags: [{{Key: Step{step}, Value: '{{{{ look{step - 1}.Cidr }}}}'}}]}}}}\n")));
        for (var run = 0; run < Warm; run++)
        {
            await Once(server);
        }

        var times = new List<double>();
        for (var run = 0; run < Measured; run++)
        {
            var clock = Stopwatch.StartNew();
            await Once(server);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Say("ten API steps in the sandbox, five of which change something, from the start's call to the end",
            string.Create(CultureInfo.InvariantCulture, $"{times[Measured / 2]:F1} ms | {times[^1]:F1} ms"));
    }

    private static async Task Once(QuellServer server)
    {
        var id = (await Call(server, "ssm", "StartAutomationExecution", ("DocumentName", "steps"))).String("AutomationExecutionId")!;
        while (true)
        {
            var execution = (await Call(server, "ssm", "GetAutomationExecution", ("AutomationExecutionId", id))).Object("AutomationExecution")!;
            if (execution.Has("ExecutionEndTime"))
            {
                if (execution.String("AutomationExecutionStatus") != "Success")
                {
                    throw new InvalidOperationException($"{execution}");
                }

                return;
            }

            await Task.Delay(1);
        }
    }

    private static async Task Approvals(QuellServer server)
    {
        await Document(server, "ask", "  - {name: ask, action: aws:approve, inputs: {Approvers: [ann], Message: Go on?}}\n");
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (before, heap) = (process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
        for (var run = 0; run < Waiting; run++)
        {
            await Call(server, "ssm", "StartAutomationExecution", ("DocumentName", "ask"));
        }

        while (server.Engines.Runbooks.Approvals.List(ApprovalState.Open, Waiting).Count < Waiting)
        {
            await Task.Delay(10);
        }

        GC.Collect();
        process.Refresh();
        Say($"{Waiting:N0} executions that wait for an approval: resident memory of the process, and what it grew by", string.Create(
            CultureInfo.InvariantCulture, $"{process.WorkingSet64 / 1e6:F0} MB | {(process.WorkingSet64 - before) / 1e6:F1} MB (heap {(GC.GetTotalMemory(forceFullCollection: true) - heap) / 1e6:F1} MB)"));
    }

    private static Task Document(QuellServer server, string name, string steps) => Call(
        server, "ssm", "CreateDocument", ("Name", name), ("DocumentType", "Automation"), ("DocumentFormat", "YAML"),
        ("Content", $"schemaVersion: '0.3'\nassumeRole: {Role}\nmainSteps:\n{steps}"));

    private static async Task<JsonObject> Call(QuellServer server, string service, string operation, params (string Name, JsonValue? Value)[] input)
    {
        var call = new Call
        {
            RequestId = new Guid(Interlocked.Increment(ref _calls), 0, 0, new byte[8]).ToString(),
            Service = service,
            Operation = operation,
            Input = JsonObject.Of(input),
            Scope = Scope,
            Principal = Principal.Root(Scope.Account),
            Time = DateTimeOffset.UtcNow,
        };
        return (await server.Engines.Gate.Pass(call, CancellationToken.None)).Output;
    }

    private static void Say(string what, string figures) => Console.WriteLine($"| {what} | {figures} |");
}
