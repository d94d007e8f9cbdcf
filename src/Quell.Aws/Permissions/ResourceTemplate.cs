using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Aws.Permissions;

/// <summary>An ARN with parameters in it: <c>arn:{partition}:s3:::{Bucket}/{Key}</c>.</summary>
internal sealed partial class ResourceTemplate
{
    private readonly (string Before, string Path, string Reading)[] _parts;
    private readonly string _end;

    public ResourceTemplate(string text)
    {
        var parts = new List<(string, string, string)>();
        var start = 0;
        foreach (Match match in Parameter().Matches(text))
        {
            parts.Add((text[start..match.Index], match.Groups["path"].Value, match.Groups["reading"].Value));
            start = match.Index + match.Length;
        }

        (_parts, _end) = ([.. parts], text[start..]);
    }

    /// <summary>The ARNs that the parameters make; none where one of them is not given.</summary>
    public IReadOnlyList<string> Fill(JsonObject input, Scope scope)
    {
        List<string> made = [""];
        var isFirst = true;
        foreach (var (before, path, reading) in _parts)
        {
            if (OfScope(path, scope) is { } known)
            {
                made = [.. made.Select(text => text + before + known)];
                continue;
            }

            var values = ParameterPath.Values(input, path).Where(value => value.Length > 0);
            var arns = isFirst && reading != ParameterReading.Bus ? values.Where(IsArn).ToList() : [];
            if (arns.Count > 0)
            {
                return [.. arns, .. values.Where(value => !IsArn(value)).SelectMany(value => Texts(made, before, reading, value)).Select(text => text + _end)];
            }

            made = [.. values.SelectMany(value => Texts(made, before, reading, value))];
            isFirst = false;
        }

        return _end.Length == 0 ? made : [.. made.Select(text => text + _end)];
    }

    private static IEnumerable<string> Texts(List<string> made, string before, string reading, string value) =>
        ParameterReading.Of(reading, value) is { } read ? made.Select(text => text + before + read) : [];

    private static bool IsArn(string value) => value.StartsWith("arn:", StringComparison.Ordinal);

    private static string? OfScope(string path, Scope scope) => path switch
    {
        "partition" => scope.Partition,
        "region" => scope.Region,
        "account" => scope.Account,
        _ => null,
    };

    [GeneratedRegex(@"\{(?<path>[A-Za-z0-9.-]+)(:(?<reading>[a-z0-9]+))?\}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
