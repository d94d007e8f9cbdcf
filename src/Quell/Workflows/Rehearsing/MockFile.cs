using System.Collections.Frozen;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Workflows.Rehearsing;

/// <summary>
/// A file with what calls come to in a rehearsal (<c>docs/reference/cli.md</c>, "run"): states by name, or test cases in the form of
/// AWS's own mock configuration (developer guide, "Configuration file for mocked service integrations in Step Functions").
/// </summary>
internal static class MockFile
{
    private const string Machines = "StateMachines";
    private const string Responses = "MockedResponses";

    /// <param name="file">The file's content.</param>
    /// <param name="testCase"><c>CASE</c> or <c>MACHINE/CASE</c>; null where the file has one case, or none but states.</param>
    /// <param name="mistakes">Gets everything that is wrong, each with its place.</param>
    /// <returns>The mocked states by name.</returns>
    public static FrozenDictionary<string, MockedState> Read(JsonObject file, string? testCase, List<PathMistake> mistakes)
    {
        if (file.Has(Machines) && file.Has(Responses))
        {
            return ReadCase(file, testCase, mistakes);
        }

        if (testCase is not null)
        {
            mistakes.Add(new("/", $"There is no test case {testCase}: the file has states by name, and not {Machines} and {Responses}"));
        }

        return file.ToFrozenDictionary(state => state.Key, state => MockReader.Read(state.Value, $"/{state.Key}", mistakes), StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, MockedState> ReadCase(JsonObject file, string? wanted, List<PathMistake> mistakes)
    {
        var responses = (file.Object(Responses) ?? JsonObject.Empty)
            .ToDictionary(response => response.Key, response => MockReader.Read(response.Value, $"/{Responses}/{response.Key}", mistakes), StringComparer.Ordinal);
        var cases = Cases(file).ToList();
        var chosen = wanted is null ? cases : [.. cases.Where(each => each.Name == wanted || each.Name.EndsWith($"/{wanted}", StringComparison.Ordinal))];
        if (chosen is not [var (name, states)])
        {
            var all = string.Join(", ", cases.Select(each => each.Name));
            mistakes.Add(new($"/{Machines}", wanted is null ? $"One of the test cases has to be chosen: {all}" : $"The test case {wanted} is not one of: {all}"));
            return FrozenDictionary<string, MockedState>.Empty;
        }

        var mocked = new Dictionary<string, MockedState>(StringComparer.Ordinal);
        foreach (var (state, response) in states)
        {
            if (response is JsonString { Value: var key } && responses.TryGetValue(key, out var known))
            {
                mocked[state] = known;
            }
            else
            {
                mistakes.Add(new($"/{Machines}/{name.Replace("/", "/TestCases/", StringComparison.Ordinal)}/{state}", $"{response} is none of {Responses}"));
            }
        }

        return mocked.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, JsonObject States)> Cases(JsonObject file) =>
        from machine in file.Object(Machines) ?? JsonObject.Empty
        from test in (machine.Value as JsonObject)?.Object("TestCases") ?? JsonObject.Empty
        where test.Value is JsonObject
        select ($"{machine.Key}/{test.Key}", (JsonObject)test.Value);
}
