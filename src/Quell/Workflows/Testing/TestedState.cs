using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.States;
using Quell.Engine.Workflows.Validation;

namespace Quell.Workflows.Testing;

/// <summary>
/// The one state that a test is about, compiled into a machine of its own: wherever it leads stands a state that holds there, and what is
/// within it (branches, a Map's processor) holds at once.
/// </summary>
/// <param name="Name">What the state is called; <c>StateName</c> for a state without a machine, as AWS has it.</param>
/// <param name="Definition">The state as it was written.</param>
internal sealed record TestedState(string Name, JsonObject Definition)
{
    private const string Nameless = "StateName";
    private const string Hold = "hold";
    private const string End = "end";

    /// <summary>Begins the name of what stands where the state leads.</summary>
    private const string Target = "to:";

    private static readonly JsonObject Holding = JsonObject.Of(
        ("Type", "Wait"), ("QueryLanguage", "JSONata"), ("Seconds", 1), ("End", true));

    /// <summary>The query language of the machine around; null where there is none.</summary>
    public string? Language { get; init; }

    public string Type => Definition.String("Type") ?? "";

    /// <param name="text">A state, or a machine with the state in it.</param>
    /// <param name="name">Which state of the machine; null for a state alone.</param>
    /// <exception cref="AwsException">It has mistakes, or no such state.</exception>
    public static TestedState Read(string text, string? name)
    {
        if (name is null)
        {
            var mistake = DefinitionText.FindMistake(text);
            var state = mistake is null ? JsonValue.Parse(text) as JsonObject : null;
            Require(mistake is not null ? [mistake]
                : state is null ? [new(DiagnosticSeverity.Error, DiagnosticCode.Schema, DefinitionText.NotAnObject, null)]
                : DefinitionValidator.ValidateState(state));
            return new(Nameless, state!);
        }

        Require(DefinitionValidator.Validate(text, isExpress: false));
        var machine = (JsonObject)JsonValue.Parse(text);
        return Find(machine, name) is { } found
            ? new(name, found) { Language = machine.String("QueryLanguage") }
            : throw WorkflowErrors.Validation($"State '{name}' was not found in the definition");
    }

    /// <exception cref="AwsException">It cannot be compiled.</exception>
    public WorkflowDefinition Compile()
    {
        var targets = new HashSet<string>(StringComparer.Ordinal);
        var state = Isolated(targets);
        var others = targets.Select(target => KeyValuePair.Create(target, (JsonValue)Holding));
        try
        {
            return WorkflowDefinition.Compile(JsonObject.Of(
                ("StartAt", Name), ("QueryLanguage", Language), ("States", JsonObject.From([KeyValuePair.Create(Name, (JsonValue)state), .. others]))));
        }
        catch (DefinitionException wrong)
        {
            throw WorkflowErrors.InvalidDefinition($"Invalid State Machine Definition: '{wrong.Message}'");
        }
    }

    /// <summary>Whether a state of this name is within it.</summary>
    public bool Contains(string name) => Find(Definition, name) is not null;

    /// <summary>Whether the compiled state is not the tested one but stands where it leads.</summary>
    /// <param name="next">Where it leads; null for nowhere.</param>
    public static bool IsTarget(State state, out string? next)
    {
        next = state.Name.StartsWith(Target, StringComparison.Ordinal) ? state.Name[Target.Length..] : null;
        return next is not null || state.Name == End + Target;
    }

    private JsonObject Isolated(HashSet<string> targets)
    {
        var state = Redirected(Definition, targets);
        if (Definition.Bool("End") == true)
        {
            targets.Add(End + Target);
            state = state.Without("End").With("Next", End + Target);
        }

        foreach (var field in (string[])["Catch", "Choices"])
        {
            state = state[field] is JsonArray entries
                ? state.With(field, JsonArray.From(entries.Items.Select(entry => entry is JsonObject one ? Redirected(one, targets) : entry)))
                : state;
        }

        foreach (var field in (string[])["ItemProcessor", "Iterator"])
        {
            state = state.Object(field) is { } processor ? state.With(field, Held(processor)) : state;
        }

        return state["Branches"] is JsonArray branches ? state.With("Branches", JsonArray.From(branches.Objects.Select(Held))) : state;
    }

    private static JsonObject Redirected(JsonObject source, HashSet<string> targets)
    {
        foreach (var field in (string[])["Next", "Default"])
        {
            if (source.String(field) is { } target)
            {
                targets.Add(Target + target);
                source = source.With(field, Target + target);
            }
        }

        return source;
    }

    private static JsonObject Held(JsonObject graph) => graph.With("StartAt", Hold).With("States", JsonObject.Of((Hold, Holding)));

    private static JsonObject? Find(JsonObject within, string name)
    {
        JsonObject?[] graphs = [within, within.Object("ItemProcessor"), within.Object("Iterator"), .. within.Array("Branches").Objects];
        foreach (var states in graphs.Select(graph => graph?.Object("States")).OfType<JsonObject>())
        {
            if ((states.Object(name) ?? states.Select(state => state.Value).OfType<JsonObject>().Select(state => Find(state, name)).FirstOrDefault(found => found is not null)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static void Require(IReadOnlyList<Diagnostic> diagnostics)
    {
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            throw WorkflowErrors.InvalidDefinition(DefinitionValidator.InvalidDefinitionMessage(diagnostics));
        }
    }
}
