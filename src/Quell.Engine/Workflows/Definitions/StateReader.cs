using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Choices;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.States;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Engine.Workflows.Definitions;

/// <summary>Compiles states: one line for each type.</summary>
internal static class StateReader
{
    private static readonly FrozenDictionary<string, Func<StateSource, State>> Types = new Dictionary<string, Func<StateSource, State>>(StringComparer.Ordinal)
    {
        ["Pass"] = source => new PassState(source.Name)
        {
            Data = PassData(source),
            IsJsonata = source.IsJsonata,
            Next = source.Next,
            Result = source.IsJsonata ? null : source.Definition["Result"],
        },
        ["Task"] = ReadTask,
        ["Choice"] = ReadChoice,
        ["Wait"] = source => new WaitState(source.Name)
        {
            Data = source.Data(),
            IsJsonata = source.IsJsonata,
            Next = source.Next,
            Seconds = source.Field("Seconds"),
            Timestamp = source.Field("Timestamp"),
        },
        ["Succeed"] = source => new SucceedState(source.Name) { Data = source.Data(), IsJsonata = source.IsJsonata },
        ["Fail"] = source => new FailState(source.Name)
        {
            Data = source.Data(),
            IsJsonata = source.IsJsonata,
            Error = source.Field("Error"),
            Cause = source.Field("Cause"),
        },
        ["Parallel"] = source => new ParallelState(source.Name)
        {
            Data = source.Data(hasInput: true),
            IsJsonata = source.IsJsonata,
            Next = source.Next,
            Retry = source.Retriers(),
            Catch = source.Catchers(),
            Branches = [.. source.Definition.Array("Branches").Objects.Select(source.Graph)],
        },
        ["Map"] = MapReader.Read,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static State Read(StateSource source) => source.Definition.String("Type") is { } type && Types.TryGetValue(type, out var read)
        ? read(source)
        : throw new DefinitionException($"The state '{source.Name}' has no type that there is.");

    /// <summary>A JSONata Pass hands on its input; it has no Arguments.</summary>
    private static DataFlow PassData(StateSource source) => source.Data(hasInput: !source.IsJsonata);

    private static TaskState ReadTask(StateSource source)
    {
        var text = source.Definition.String("Resource") ?? "";
        if (!TaskResource.TryParse(text, out var resource, out var error))
        {
            throw new DefinitionException($"The state '{source.Name}': {error}");
        }

        return new(source.Name)
        {
            Data = source.Data(hasInput: true),
            IsJsonata = source.IsJsonata,
            Next = source.Next,
            Retry = source.Retriers(),
            Catch = source.Catchers(),
            Resource = resource,
            TimeoutSeconds = source.Field("TimeoutSeconds"),
            HeartbeatSeconds = source.Field("HeartbeatSeconds"),
            Credentials = !source.Definition.Has("Credentials") ? null
                : source.IsJsonata ? new(null, StateSource.Expression(source.Definition, "Credentials"))
                : new(source.Template(source.Definition, "Credentials"), null),
        };
    }

    private static ChoiceState ReadChoice(StateSource source) => new(source.Name)
    {
        Data = source.Data(),
        IsJsonata = source.IsJsonata,
        Default = source.Reference(source.Definition, "Default"),
        Choices = [.. source.Definition.Array("Choices").Objects.Select(choice => ReadChoice(source, choice))],
    };

    private static Choice ReadChoice(StateSource source, JsonObject choice)
    {
        if (source.IsJsonata)
        {
            return new()
            {
                Condition = FieldValue.Read(choice, "Condition", isJsonata: true),
                Next = source.Target(choice),
                Data = new JsonataFlow { Output = StateSource.Expression(choice, "Output"), Assign = StateSource.Expression(choice, "Assign") },
            };
        }

        var mistakes = new List<PathMistake>();
        var rule = ChoiceRule.Compile(choice, "Choices", mistakes);
        return rule is null
            ? throw new DefinitionException($"The state '{source.Name}': {mistakes[0].Message}")
            : new()
            {
                Rule = rule,
                Next = source.Target(choice),
                Data = new PathFlow
                {
                    OutputPath = DataPath.Read(source.Definition["OutputPath"]),
                    Assign = source.Template(choice, "Assign"),
                },
            };
    }
}
