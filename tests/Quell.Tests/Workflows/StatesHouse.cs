using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Workflows;

namespace Quell.Tests.Workflows;

/// <summary>The definition half of the states API over a state in memory; every call comes a second after the one before.</summary>
internal sealed class StatesHouse
{
    public const string Role = "arn:aws:iam::000000000000:role/flows";
    public const string Definition = """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";
    public const string OtherDefinition = """{"StartAt":"B","States":{"B":{"Type":"Succeed"}}}""";

    private readonly OperationTable _table;
    private int _calls;

    public StatesHouse() => _table = new OperationTable().AddWorkflows(Running.Contains);

    public static Scope Scope { get; } = new(Scope.DefaultAccount, Scope.DefaultRegion);

    /// <summary>The ARNs of state machines that executions run of.</summary>
    public HashSet<string> Running { get; } = [];

    public ResourceSet State { get; set; } = ResourceSet.Empty;

    public static string Arn(string name) => $"arn:aws:states:us-east-1:000000000000:stateMachine:{name}";

    public JsonObject Call(string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input) => Call(Scope, operation, JsonObject.Of(input));

    public JsonObject Call(Scope scope, string operation, JsonObject input)
    {
        var service = ServiceCatalog.Default.Get("stepfunctions");
        InputValidator.Check(service, service.Find(operation)!, input);
        var call = new Call
        {
            RequestId = new Guid(++_calls, 0, 0, new byte[8]).ToString(),
            Service = service.Name,
            Operation = operation,
            Input = input,
            Scope = scope,
            Principal = Principal.Root(scope.Account),
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(_calls),
        };
        var handler = ((Operation.Transactional)_table.Find(service.Name, operation)!).Handler;
        var step = TransactionalStep.Run(handler, State, call, new IdSource("seed", $"{_calls}"));
        if (step.Error is { } error)
        {
            throw error;
        }

        State = step.Transaction.State.Current;
        return step.Result!.Output;
    }

    public (string Code, string Message) Refused(string operation, params ReadOnlySpan<(string Name, JsonValue? Value)> input)
    {
        var members = JsonObject.Of(input);
        var error = Should.Throw<AwsException>(() => Call(Scope, operation, members));
        return (error.Code, error.Message);
    }

    /// <summary>Makes a state machine with <see cref="Definition"/>.</summary>
    /// <returns>Its ARN.</returns>
    public string Create(string name, params ReadOnlySpan<(string Name, JsonValue? Value)> more) =>
        Call("CreateStateMachine", [("name", name), ("definition", Definition), ("roleArn", Role), .. more]).String("stateMachineArn")!;

    public void Update(string arn, string definition = OtherDefinition) => Call("UpdateStateMachine", ("stateMachineArn", arn), ("definition", definition));

    /// <summary>Publishes the current revision.</summary>
    /// <returns>The version's ARN.</returns>
    public string Publish(string arn, string? description = null) =>
        Call("PublishStateMachineVersion", ("stateMachineArn", arn), ("description", description)).String("stateMachineVersionArn")!;

    public JsonObject Describe(string arn) => Call("DescribeStateMachine", ("stateMachineArn", arn));

    /// <summary>One member of every item of a listing.</summary>
    public List<string?> List(string operation, string member, string field, params ReadOnlySpan<(string Name, JsonValue? Value)> input) =>
        [.. Call(operation, input).Array(member).Objects.Select(item => item.String(field))];

    public static JsonArray Routes(params (string Version, int Weight)[] routes) => JsonArray.From(
        routes.Select(route => (JsonValue)JsonObject.Of(("stateMachineVersionArn", route.Version), ("weight", route.Weight))));

    public static JsonArray Tags(params (string Key, string Value)[] tags) => JsonArray.From(
        tags.Select(tag => (JsonValue)JsonObject.Of(("key", tag.Key), ("value", tag.Value))));
}
