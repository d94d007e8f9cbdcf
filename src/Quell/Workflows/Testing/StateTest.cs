using System.Collections.Immutable;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Testing;

/// <summary>A request to test a state, read and held to AWS's rules (API reference, "TestState").</summary>
internal sealed record StateTest
{
    public required TestedState State { get; init; }

    /// <summary>Null where the state's call is really made.</summary>
    public TaskOutcome? Mock { get; init; }

    public required JsonValue Input { get; init; }

    public ImmutableDictionary<string, JsonValue> Variables { get; init; } = ImmutableDictionary<string, JsonValue>.Empty;

    /// <summary>The context object; null for one that is made up.</summary>
    public JsonObject? Context { get; init; }

    /// <summary>Empty where none is given and none is needed.</summary>
    public string RoleArn { get; init; } = "";

    /// <summary><c>INFO</c>, <c>DEBUG</c> or <c>TRACE</c>.</summary>
    public string Level { get; init; } = "INFO";

    /// <summary>Whether what a connection adds to an HTTP request is shown.</summary>
    public bool RevealsSecrets { get; init; }

    /// <summary>Attempts that the retrier that the error is for has asked for before.</summary>
    public int RetryCount { get; init; }

    /// <summary>Iterations of the Map that failed.</summary>
    public int FailedIterations { get; init; }

    /// <summary>What the Map's ItemReader read, as it lies at its source; null where nothing is read.</summary>
    public string? ItemData { get; init; }

    /// <exception cref="AwsException">It is wrong.</exception>
    public static StateTest Read(JsonObject input)
    {
        var (mocked, reveals) = (input.Object("mock"), input.Bool("revealSecrets") == true);
        if (mocked is not null && reveals)
        {
            throw WorkflowErrors.Validation("TestState does not support RevealSecrets when a mock is specified.");
        }

        if (mocked is null && input.Has("context"))
        {
            throw WorkflowErrors.Validation("TestState does not support Context unless a mock is specified.");
        }

        var role = input.String("roleArn");
        if (role is not null && !(Arn.TryParse(role, out var arn) && arn.Service == "iam"))
        {
            throw WorkflowErrors.InvalidRoleArn(role);
        }

        var state = TestedState.Read(input.String("definition") ?? "", input.String("stateName"));
        var mock = StateMock.Read(mocked, state);
        if (mock is null && role is null && state.Type == "Task")
        {
            throw WorkflowErrors.Validation("RoleArn must be specified to test a Task state without a mock.");
        }

        return Configured(input.Object("stateConfiguration") ?? JsonObject.Empty, new()
        {
            State = state,
            Mock = mock,
            Input = Json(input.String("input") ?? "{}", text => WorkflowErrors.InvalidInput(text)),
            Variables = Object(input, "variables")?.ToImmutableDictionary(StringComparer.Ordinal) ?? ImmutableDictionary<string, JsonValue>.Empty,
            Context = Object(input, "context"),
            RoleArn = role ?? "",
            Level = input.String("inspectionLevel") ?? "INFO",
            RevealsSecrets = reveals,
        });
    }

    private static StateTest Configured(JsonObject configuration, StateTest test)
    {
        if (configuration.String("errorCausedByState") is { } cause && !test.State.Contains(cause))
        {
            throw WorkflowErrors.Validation($"State '{cause}' that the error is caused by was not found in the tested state");
        }

        var failed = (int)(configuration.Long("mapIterationFailureCount") ?? 0);
        if (test.Mock is TaskOutcome.Succeeded { Output: JsonArray results } && failed > results.Count)
        {
            throw TooManyFailed();
        }

        return test with
        {
            RetryCount = (int)(configuration.Long("retrierRetryCount") ?? 0),
            FailedIterations = failed,
            ItemData = configuration.String("mapItemReaderData"),
        };
    }

    /// <summary>More iterations are said to have failed than there are.</summary>
    public static AwsException TooManyFailed() =>
        WorkflowErrors.Validation("Map iteration failure count must be less than or equal to the number of Map iterations");

    private static JsonObject? Object(JsonObject input, string name) => input.String(name) is not { } text ? null
        : Json(text, reason => WorkflowErrors.Validation($"Invalid {name}: {reason}")) as JsonObject
            ?? throw WorkflowErrors.Validation($"Invalid {name}: a JSON object is required");

    private static JsonValue Json(string text, Func<string, AwsException> refusal)
    {
        try
        {
            return JsonValue.ParseSpelled(text);
        }
        catch (JsonSyntaxException wrong)
        {
            throw refusal(wrong.Message);
        }
    }
}
