using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>
/// The fields of each type of state (Amazon States Language, "State Types"; developer guide, "Discovering workflow states to use in
/// Step Functions"). A new field is a line here.
/// </summary>
internal static class StateShapes
{
    private const FieldLanguage Path = FieldLanguage.JsonPath;
    private const FieldLanguage Jsonata = FieldLanguage.Jsonata;

    private static readonly OneOf NextOrEnd = new(true, "Next", "End");

    private static readonly ImmutableArray<Field> Common =
    [
        new("Type", Values.Text),
        new("Comment", Values.Text),
        new("QueryLanguage", Values.Enum("JSONPath", "JSONata")),
    ];

    private static readonly ImmutableArray<Field> InOut =
    [
        .. Common,
        new("InputPath", Paths.Data, Path),
        new("OutputPath", Paths.Data, Path),
    ];

    private static readonly ImmutableArray<Field> Going = [new("Next", Values.Text), new("End", Values.Boolean)];

    /// <summary>What states have that do work and have a result.</summary>
    private static readonly ImmutableArray<Field> Working =
    [
        .. InOut,
        .. Going,
        new("Parameters", Payloads.Any, Path),
        new("ResultSelector", Payloads.Object, Path),
        new("ResultPath", Paths.Result, Path),
        new("Output", Payloads.WithResult, Jsonata),
        new("Assign", VariableCheck.ResultAssign),
        new("Retry", RetryCheck.Retriers),
        new("Catch", RetryCheck.Catchers),
    ];

    public static readonly FrozenDictionary<string, Shape> All = new Dictionary<string, Shape>
    {
        ["Task"] = new([
            .. Working,
            new("Resource", ResourceCheck.Check),
            new("Arguments", Payloads.Any, Jsonata),
            new("Credentials", ResourceCheck.Credentials),
            new("TimeoutSeconds", Values.Integer(1, Values.Largest)),
            new("TimeoutSecondsPath", Paths.Reference, Path),
            new("HeartbeatSeconds", Values.Integer(1, Values.Largest)),
            new("HeartbeatSecondsPath", Paths.Reference, Path),
        ])
        {
            Required = ["Resource"],
            OneOf = [NextOrEnd, new(false, "TimeoutSeconds", "TimeoutSecondsPath"), new(false, "HeartbeatSeconds", "HeartbeatSecondsPath")],
            Also = ResourceCheck.Between,
        },
        ["Pass"] = new([
            .. InOut,
            .. Going,
            new("Result", PathWarnings.StaticResult, Path),
            new("Parameters", Payloads.Any, Path),
            new("ResultPath", Paths.Result, Path),
            new("Output", Payloads.Any, Jsonata),
            new("Assign", VariableCheck.Assign),
        ])
        {
            OneOf = [NextOrEnd],
        },
        ["Wait"] = new([
            .. InOut,
            .. Going,
            new("Seconds", Values.Integer(0, Values.Largest)),
            new("SecondsPath", Paths.Reference, Path),
            new("Timestamp", Values.Timestamp),
            new("TimestampPath", Paths.Reference, Path),
            new("Output", Payloads.Any, Jsonata),
            new("Assign", VariableCheck.Assign),
        ])
        {
            OneOf = [NextOrEnd, new(true, "SecondsPath", "Seconds", "TimestampPath", "Timestamp")],
        },
        ["Choice"] = new([
            .. InOut,
            new("Choices", Values.Array(ChoiceCheck.Rule)),
            new("Default", Values.Text),
            new("Output", Payloads.Any, Jsonata),
            new("Assign", VariableCheck.Assign),
        ])
        {
            Required = ["Choices"],
        },
        ["Succeed"] = new([.. InOut, new("Output", Payloads.Any, Jsonata)]),
        ["Fail"] = new([
            .. Common,
            new("Error", Values.Expressible),
            new("ErrorPath", Paths.Expression, Path),
            new("Cause", Values.Expressible),
            new("CausePath", Paths.Expression, Path),
        ])
        {
            OneOf = [new(false, "Error", "ErrorPath"), new(false, "Cause", "CausePath")],
        },
        ["Parallel"] = new([
            .. Working,
            new("Branches", Values.Array(Containers.Branch)),
            new("Arguments", Payloads.Any, Jsonata),
        ])
        {
            Required = ["Branches"],
            OneOf = [NextOrEnd],
        },
        ["Map"] = new([.. Working, .. MapShapes.Fields])
        {
            OneOf = [NextOrEnd, .. MapShapes.OneOf],
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Tells what is wrong with a type that there is not.</summary>
    public static void Type(JsonValue value, Spot spot) =>
        Values.Enum("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")(value, spot);
}
