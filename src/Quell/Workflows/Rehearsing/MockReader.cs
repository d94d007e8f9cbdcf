using System.Collections.Immutable;
using System.Globalization;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Rehearsing;

/// <summary>
/// Reads what one state's call comes to: <c>{"Return": …}</c> or <c>{"Throw": {"Error", "Cause"}}</c>; an array of these, attempt for
/// attempt, the last for all that follow; an object of these by attempts (<c>"0"</c>, <c>"1-2"</c>). Anything else is itself the result.
/// </summary>
internal static class MockReader
{
    /// <param name="location">How mistakes name the place.</param>
    public static MockedState Read(JsonValue mock, string location, List<PathMistake> mistakes) => mock switch
    {
        JsonObject response when IsResponse(response) => MockedState.Always(Outcome(response, location, mistakes)),
        JsonArray { Count: > 0 } list when list.Items.All(IsResponse) => new([.. list.Items.Select((response, index) => new MockedAttempts(
            index, index == list.Count - 1 ? int.MaxValue : index, Outcome((JsonObject)response, $"{location}/{index}", mistakes)))]),
        JsonObject { Count: > 0 } numbered when numbered.Names.All(name => TryAttempts(name, out _, out _)) => ReadNumbered(numbered, location, mistakes),
        _ => MockedState.Always(new TaskOutcome.Succeeded(mock)),
    };

    private static MockedState ReadNumbered(JsonObject numbered, string location, List<PathMistake> mistakes)
    {
        var attempts = ImmutableArray.CreateBuilder<MockedAttempts>();
        foreach (var (name, value) in numbered)
        {
            var place = $"{location}/{name}";
            if (!TryAttempts(name, out var first, out var last) || last < first || attempts.Any(other => first <= other.Last && other.First <= last))
            {
                mistakes.Add(new(place, "Attempts are numbers such as 0 or 1-2, each named once"));
            }
            else if (!IsResponse(value))
            {
                mistakes.Add(new(place, "A response is either {\"Return\": …} or {\"Throw\": {\"Error\", \"Cause\"}}"));
            }
            else
            {
                attempts.Add(new(first, last, Outcome((JsonObject)value, place, mistakes)));
            }
        }

        return new(attempts.DrainToImmutable());
    }

    private static bool IsResponse(JsonValue value) => value is JsonObject { Count: 1 } response && (response.Has("Return") || response.Has("Throw"));

    private static TaskOutcome Outcome(JsonObject response, string location, List<PathMistake> mistakes)
    {
        if (response["Return"] is { } result)
        {
            return new TaskOutcome.Succeeded(result);
        }

        if (response["Throw"] is JsonObject thrown && thrown.Names.All(name => name is "Error" or "Cause") && thrown.String("Error") is { } error
            && thrown["Cause"] is null or JsonString)
        {
            return new TaskOutcome.Failed(error, response.Object("Throw")?.String("Cause") ?? "");
        }

        mistakes.Add(new($"{location}/Throw", "Throw wants an object with the texts Error and, if there is one, Cause"));
        return new TaskOutcome.Failed("", "");
    }

    private static bool TryAttempts(string name, out int first, out int last)
    {
        var cut = name.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = cut < 0 ? (name, name) : (name[..cut], name[(cut + 1)..]);
        last = 0;
        return int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out last);
    }
}
