using System.Diagnostics.CodeAnalysis;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Executions;

namespace Quell.Workflows.Tasks;

/// <summary>
/// From a Task state's arguments to a call of an AWS API, and from the answer to the state's result. Nothing here does I/O.
/// <c>http:invoke</c> is <see cref="HttpTask"/>'s, activities have no call.
/// </summary>
internal static class IntegrationCalls
{
    /// <summary>What Step Functions puts into <c>StartedBy</c> of ECS tasks (developer guide, "Run Amazon ECS or Fargate tasks").</summary>
    private const string StartedBy = "AWS Step Functions";

    private static readonly string[] TakenFromEcs = ["Count", "StartedBy"];

    /// <summary>Makes the call that a state's arguments ask for.</summary>
    /// <param name="resource">A function, or an integration that <see cref="IntegrationApi.Check"/> has nothing against.</param>
    /// <param name="arguments">The effective parameters; of a function, its event.</param>
    /// <param name="caller">Whose task it is.</param>
    /// <param name="call">Null where the arguments make none.</param>
    /// <param name="failure"><c>States.Runtime</c> with all that is wrong with the arguments.</param>
    public static bool TryPrepare(
        TaskResource resource, JsonValue arguments, TaskCaller caller,
        [NotNullWhen(true)] out IntegrationCall? call, [NotNullWhen(false)] out TaskOutcome.Failed? failure)
    {
        (call, failure) = (null, null);
        if (resource is TaskResource.Function function)
        {
            call = FunctionResults.Call(function, arguments);
            return true;
        }

        var integration = (TaskResource.Integration)resource;
        var api = IntegrationApi.Find(integration) ?? throw new ArgumentException($"{resource.Text} names no operation.", nameof(resource));
        var reader = new ArgumentReader(api.Names, ArgumentWords.StepFunctions);
        var mistakes = new List<string>();
        var input = arguments is JsonObject members
            ? reader.Read(api.Operation.Input ?? new("Nothing"), Adapted(integration, members, caller, mistakes))
            : JsonObject.Empty;
        mistakes.AddRange(arguments is JsonObject ? reader.Mistakes : ["They must be a JSON object"]);
        if (mistakes.Count > 0)
        {
            failure = Unusable(arguments, mistakes);
            return false;
        }

        call = Complete(new(integration, api, input), (JsonObject)arguments);
        return true;
    }

    /// <summary>What came of the call; for a state that waits for more, what <c>TaskSubmitted</c> tells.</summary>
    public static TaskOutcome Outcome(IntegrationCall call, CallAnswer answer)
    {
        if (call.Resource is not TaskResource.Integration integration)
        {
            return FunctionResults.OfFunction(call, answer);
        }

        if (integration is { IsSdk: false, Service: "lambda" })
        {
            return FunctionResults.OfInvoke(call, answer);
        }

        var output = new AnswerWriter(call.Api.Names).Write(call.Api.Operation.Output, answer.Output, answer.Body);
        return integration switch
        {
            { IsSdk: true } => TaskOutcome.Of(integration, output),
            { Service: "events" } when output.Long("FailedEntryCount") is > 0 => call.Api.Errors.Named("FailedEntry", output.ToString()),
            { Service: "events" } => TaskOutcome.Of(integration, output),
            { Service: "bedrock", Action: "invokeModel" } => TaskOutcome.Of(integration, FunctionResults.WithJson(output, "Body")),
            _ => TaskOutcome.Of(integration, SdkMetadata.Add(output, call, answer)),
        };
    }

    /// <summary>What the state fails with where the call was refused: by the service, by the gate, or on the way.</summary>
    public static TaskOutcome.Failed Failure(IntegrationCall call, AwsException error, string requestId) =>
        call.Api.Errors.Failure(error, requestId);

    /// <summary>The failure of a state whose arguments are not what its task takes.</summary>
    public static TaskOutcome.Failed Unusable(JsonValue arguments, IEnumerable<string> mistakes) => new(
        "States.Runtime", $"The Parameters '{arguments}' could not be used to start the Task: [{string.Join(", ", mistakes)}]");

    /// <summary>The arguments with what an optimized integration adds or does otherwise.</summary>
    private static JsonObject Adapted(TaskResource.Integration integration, JsonObject arguments, TaskCaller caller, List<string> mistakes)
    {
        switch (integration)
        {
            case { IsSdk: false, Service: "lambda" }:
                return arguments.Without("Payload");
            case { IsSdk: false, Service: "events" } when arguments["Entries"] is JsonArray entries:
                return arguments.With("Entries", JsonArray.From(entries.Items.Select(entry => entry is JsonObject members ? WithOrigin(members, caller) : entry)));
            case { IsSdk: false, Service: "ecs" }:
                mistakes.AddRange(TakenFromEcs.Where(arguments.Has).Select(name => $"The field \"{name}\" is not supported by Step Functions"));
                return arguments.With("StartedBy", StartedBy);
            default:
                return arguments;
        }
    }

    /// <summary>The entry with the execution and its state machine among its resources ("Add EventBridge events with Step Functions").</summary>
    private static JsonObject WithOrigin(JsonObject entry, TaskCaller caller) => entry["Resources"] is null or JsonArray
        ? entry.With("Resources", JsonArray.From([.. entry.Array("Resources").Items, caller.ExecutionArn, caller.StateMachineArn]))
        : entry;

    private static IntegrationCall Complete(IntegrationCall call, JsonObject arguments)
    {
        if (call.Resource is TaskResource.Integration { IsSdk: false, Service: "lambda" } && arguments["Payload"] is { } payload)
        {
            return call with { Input = call.Input.With("Payload", Convert.ToBase64String(FunctionResults.Event(payload))) };
        }

        if (call is not { Service: "s3", Api.Operation: { HasInputBody: true, Input.Payload: { } member } })
        {
            return call;
        }

        var (input, body) = ObjectContent.Split(call.Input, member.Name);
        return call with { Input = input, Body = body };
    }
}
