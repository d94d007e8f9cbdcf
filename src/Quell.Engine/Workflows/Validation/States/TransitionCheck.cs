using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>
/// Checks how the states of a machine, branch or Map's processor lead to each other. Loops are allowed. A machine in which no state
/// ends is told of that alone, not of the states that are not reached; branches need no end of their own.
/// </summary>
internal static class TransitionCheck
{
    public static void Check(JsonObject container, Spot spot, bool isMachine)
    {
        if (container.Object("States") is not { } states || container.String("StartAt") is not { } start)
        {
            return;
        }

        Target(start, states, spot.Member("StartAt"));
        foreach (var (name, state) in states)
        {
            if (state is JsonObject source)
            {
                foreach (var (target, place) in TargetsOf(source, spot.Member("States").Member(name)))
                {
                    Target(target, states, place);
                }
            }
        }

        if (isMachine && states.Count > 0 && !states.Names.Any(name => EndsAt(states[name])))
        {
            spot.Findings.Error(DiagnosticCode.MissingEnd, "Workflow has no terminal state", place: null);
            return;
        }

        var reached = Reached(start, states);
        foreach (var name in states.Names.Where(name => !reached.Contains(name)))
        {
            spot.Findings.Error(DiagnosticCode.MissingTarget, $"State \"{name}\" is not reachable.", spot.Place.Member("States").Member(name));
        }
    }

    private static void Target(string name, JsonObject states, Spot spot)
    {
        if (!states.Has(name))
        {
            spot.Findings.Error(DiagnosticCode.MissingTarget, $"Missing 'Next' target: {name}", spot.Place);
        }
    }

    private static bool EndsAt(JsonValue? state) =>
        state is JsonObject parent && (parent.String("Type") is "Succeed" or "Fail" || parent["End"] is JsonBoolean { Value: true });

    private static HashSet<string> Reached(string start, JsonObject states)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>([start]);
        while (waiting.TryPop(out var name))
        {
            if (states[name] is JsonObject state && reached.Add(name))
            {
                foreach (var (target, _) in TargetsOf(state, null))
                {
                    waiting.Push(target);
                }
            }
            else if (states.Has(name))
            {
                reached.Add(name);
            }
        }

        return reached;
    }

    /// <summary>Where a state leads, in the order of its fields.</summary>
    private static IEnumerable<(string Target, Spot Place)> TargetsOf(JsonObject state, Spot? spot)
    {
        foreach (var (field, value) in state)
        {
            if (field is "Next" or "Default" && value is JsonString target)
            {
                yield return (target.Value, spot?.Member(field)!);
            }

            if (field is not ("Choices" or "Catch") || value is not JsonArray parts)
            {
                continue;
            }

            for (var index = 0; index < parts.Count; index++)
            {
                if (parts[index] is JsonObject part && part.String("Next") is { } next)
                {
                    yield return (next, spot?.Member(field).Item(index).Member("Next")!);
                }
            }
        }
    }
}
