using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Server;
using Quell.Tests.Workflows.Executing;

namespace Quell.Tests.Runbooks;

/// <summary>A whole Quell without a port, in which runbooks are started.</summary>
internal sealed class RunbooksHouse : IAsyncDisposable
{
    private readonly ExecutionsHouse _house;

    public RunbooksHouse(bool allowsSelfApproval = false, bool allowsNoRole = false, params string[] outboundHosts) =>
        _house = new(options => options with { AllowsSelfApproval = allowsSelfApproval, AllowsNoRole = allowsNoRole, OutboundHosts = outboundHosts });

    public ExecutionsHouse House => _house;

    public Engines Engines => _house.Engines;

    public static Scope Scope => ExecutionsHouse.Scope;

    public Task<JsonObject> Call(string operation, params (string Name, JsonValue? Value)[] input) => _house.Call(Scope, "ssm", operation, input);

    /// <summary>Calls as somebody else.</summary>
    public async Task<JsonObject> CallAs(Principal principal, string operation, params (string Name, JsonValue? Value)[] input) =>
        (await Engines.Gate.Pass(_house.CallOf(Scope, "ssm", operation, input) with { Principal = principal }, CancellationToken.None)).Output;

    public async Task<(string Code, string Message)> Refused(string operation, params (string Name, JsonValue? Value)[] input)
    {
        var error = await Should.ThrowAsync<AwsException>(() => Call(operation, input));
        return (error.Code, error.Message);
    }

    /// <summary>Creates a document.</summary>
    /// <param name="content">Without its <c>schemaVersion</c>.</param>
    public Task Document(string name, string content) => Call(
        "CreateDocument", ("Name", name), ("Content", "schemaVersion: '0.3'\n" + content), ("DocumentType", "Automation"), ("DocumentFormat", "YAML"));

    /// <summary>Starts an execution.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Start(string name, params (string Name, JsonValue? Value)[] parameters) =>
        (await Call("StartAutomationExecution", ("DocumentName", name), ("Parameters", parameters.Length == 0 ? null : Lists(parameters)))).String("AutomationExecutionId")!;

    /// <summary>Creates a document and starts it.</summary>
    /// <returns>The execution's id.</returns>
    public async Task<string> Run(string name, string content, params (string Name, JsonValue? Value)[] parameters)
    {
        await Document(name, content);
        return await Start(name, parameters);
    }

    public async Task<JsonObject> Describe(string id) => (await Call("GetAutomationExecution", ("AutomationExecutionId", id))).Object("AutomationExecution")!;

    /// <summary>The execution, once it has ended.</summary>
    public Task<JsonObject> Ended(string id) => Until(id, execution => execution.Has("ExecutionEndTime"));

    /// <summary>The execution, once it waits for somebody.</summary>
    public Task<JsonObject> Waiting(string id) => Until(id, execution => execution.String("AutomationExecutionStatus") == "Waiting");

    public async Task<JsonObject> Until(string id, Func<JsonObject, bool> isSo)
    {
        while (true)
        {
            var execution = await Describe(id);
            if (isSo(execution))
            {
                return execution;
            }

            await _house.Rest();
        }
    }

    public static JsonObject Step(JsonObject execution, string name) => execution.Array("StepExecutions").Objects.First(step => step.String("StepName") == name);

    public static IEnumerable<string> Statuses(JsonObject execution) =>
        execution.Array("StepExecutions").Objects.Select(step => $"{step.String("StepName")} {step.String("StepStatus")}");

    public static JsonObject Lists(params ReadOnlySpan<(string Name, JsonValue? Value)> parameters)
    {
        var lists = JsonObject.Empty;
        foreach (var (name, value) in parameters)
        {
            lists = lists.With(name, value is JsonArray ? value : JsonArray.From([value!]));
        }

        return lists;
    }

    /// <summary>What Systems Manager has put on the bus, in order.</summary>
    public List<JsonObject> Notices() =>
        [.. new EventLog(Engines.Journal, Engines.Bus.Seed).After(0, 1_000).Select(stored => (JsonObject)JsonValue.Parse(stored.Body.Span)).Where(each => each.String("source") == "aws.ssm")];

    public ValueTask DisposeAsync() => _house.DisposeAsync();
}
