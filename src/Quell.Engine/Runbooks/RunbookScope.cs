using System.Globalization;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>What references stand for at a place of an execution.</summary>
/// <param name="now">What <c>global:DATE_TIME</c> tells: references are resolved when a step is started, each time anew.</param>
internal sealed class RunbookScope(StepList steps, RunbookIdentity identity, RunbookFrame frame, DateTimeOffset now)
{
    /// <summary>Puts values in the place of references.</summary>
    /// <exception cref="StepException">A reference has no value (yet).</exception>
    public JsonValue Resolve(JsonValue template) => new Interpolation(reference => Find(reference) switch
    {
        Found.Value(var value) => value,
        Found.Nothing(var why) => throw StepException.Inputs($"Failed to resolve input: {reference.Text}. {why}"),
        _ => null,
    }).Resolve(template);

    /// <inheritdoc cref="Resolve(JsonValue)"/>
    public JsonObject Resolve(JsonObject template) => (JsonObject)Resolve((JsonValue)template);

    /// <summary>The same, but leaves a reference that has no value as it stands: conditions hold such a thing against a value, and it is none.</summary>
    public JsonValue ResolveLeniently(JsonValue template) => new Interpolation(reference => (Find(reference) as Found.Value)?.Item).Resolve(template);

    /// <summary>What a reference stands for; null for one that names nothing here.</summary>
    public Found? Find(Reference reference) => reference switch
    {
        Reference.Parameter(_, var name) => frame.Parameters[name] is { } value ? new Found.Value(value) : null,
        Reference.Variable(_, var name) => frame.Variables[name] is { } value ? new Found.Value(value) : new Found.Nothing($"The variable {name} has no value."),
        Reference.Stored(_, var name) => frame.Stored[name] is { } value ? new Found.Value(value) : new Found.Nothing($"The parameter store has no parameter {name}."),
        Reference.Automation(_, "EXECUTION_ID") => new Found.Value(identity.ExecutionId),
        Reference.Global(_, var name) => Global(name) is { } text ? new Found.Value(text) : null,
        Reference.Output(_, var step, var name) => steps.Find(step) is { } found ? Output(found, name) : null,
        _ => null,
    };

    /// <summary>The system variables (Systems Manager User Guide, "Automation system variables").</summary>
    private string? Global(string name) => name switch
    {
        "DATE" => now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "DATE_TIME" => now.UtcDateTime.ToString("yyyy-MM-dd_HH.mm.ss", CultureInfo.InvariantCulture),
        "TIME" => now.UtcDateTime.ToString("HH.mm.ss", CultureInfo.InvariantCulture),
        "REGION" => identity.Region,
        "ACCOUNT_ID" => identity.AccountId,
        "AWS_PARTITION" => identity.Partition,
        _ => null,
    };

    private Found Output(RunbookStep step, string name)
    {
        if (frame.Loops.FirstOrDefault(loop => loop.Loop == step.Name) is { } round && OfRound(round, name) is { } current)
        {
            return new Found.Value(current);
        }

        return !frame.Outputs.TryGetValue(step.Name, out var outputs) ? new Found.Nothing($"The step {step.Name} has not run.")
            : OfStep(outputs, name) is { } value ? new Found.Value(value)
            : new Found.Nothing($"The step {step.Name} has given no output {name}{Reason(step, name)}.");
    }

    /// <summary>What a loop tells the steps within it (Systems Manager User Guide, "aws:loop").</summary>
    private static JsonValue? OfRound(LoopRound round, string name)
    {
        if (name == "CurrentIteration")
        {
            return round.Iteration;
        }

        const string Item = "CurrentIteratorValue";
        return name.StartsWith(Item, StringComparison.Ordinal) && round.Items is { } items && items.Count >= round.Iteration
            ? Within(items[round.Iteration - 1], name[Item.Length..])
            : null;
    }

    /// <summary>The output of that name, or what a path leads to that begins with an output's name: <c>Payload.ids[0]</c>.</summary>
    private static JsonValue? OfStep(JsonObject outputs, string name)
    {
        if (outputs[name] is { } exact)
        {
            return exact;
        }

        for (var end = name.LastIndexOfAny(['.', '[']); end > 0; end = name.LastIndexOfAny(['.', '['], end - 1))
        {
            if (outputs[name[..end]] is { } output)
            {
                return Within(output, name[end..]);
            }
        }

        return null;
    }

    private static JsonValue? Within(JsonValue value, string path)
    {
        if (path.Length == 0)
        {
            return value;
        }

        return JsonPath.TryParse($"${path}", out var parsed, out _) && parsed.IsSimple && parsed.Root == PathRoot.Input
            && parsed.Find(new() { Input = value }) is { } found and not JsonNull ? found : null;
    }

    private static string Reason(RunbookStep step, string name) =>
        step.Outputs.FirstOrDefault(output => output.Name == name) is { } output ? $": its selector {output.Selector} matches nothing in the result" : "";
}

/// <summary>What a reference to something that the document has leads to.</summary>
internal abstract record Found
{
    private Found()
    {
    }

    internal sealed record Value(JsonValue Item) : Found;

    /// <param name="Why">A sentence.</param>
    internal sealed record Nothing(string Why) : Found;
}
