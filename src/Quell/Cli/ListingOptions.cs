using System.CommandLine;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>What every listing of a running process takes: which process, how many, and how to write it.</summary>
internal sealed class ListingOptions
{
    private readonly InstanceOptions _instance = new();
    private readonly Option<string> _output = OutputOption.Create();
    private readonly Option<int> _limit = new("--limit") { Description = "How many at most: 1 to 1000.", HelpName = "N", DefaultValueFactory = static _ => 100 };

    public ListingOptions(Command command, bool hasLimit = true)
    {
        if (hasLimit)
        {
            command.Add(_limit);
        }

        command.Add(_output);
        _instance.AddTo(command);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_output) == OutputOption.Json;

    public ApiClient Connect(ParseResult parsed) => _instance.Connect(parsed);

    /// <summary>The query for the API: the limit, and whatever else is not null.</summary>
    public string Query(ParseResult parsed, params ReadOnlySpan<(string Name, string? Value)> others)
    {
        var limit = parsed.GetValue(_limit);
        if (limit is < 1 or > 1000)
        {
            throw new CliException(string.Create(CultureInfo.InvariantCulture, $"--limit wants a number from 1 to 1000, not {limit}."));
        }

        return Query([("limit", limit.ToString(CultureInfo.InvariantCulture)), .. others]);
    }

    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var parts = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>The items of an answer in the order in which they happened: the API has the newest first.</summary>
    public static IEnumerable<JsonObject> OldestFirst(JsonObject answer, string name) => answer.Array(name).Objects.Reverse();
}
