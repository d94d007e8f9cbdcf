using System.Text.RegularExpressions;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// The calls that the text of a Python script shows: methods named like an operation of a service that the script makes a client of.
/// It is a search, no understanding: a method of another object that happens to be named so counts too, one called by a computed name does not.
/// </summary>
internal static partial class ScriptCalls
{
    /// <param name="apis">Without the services' models only the clients are known.</param>
    public static SeenInScript In(string script, ApiCatalog? apis)
    {
        var text = CommentPattern.Replace(script, "");
        List<string> services = [.. ClientPattern.Matches(text).Select(match => match.Groups["service"].Value).Distinct(StringComparer.Ordinal)];
        List<string> methods =
        [
            .. MethodPattern.Matches(text).Concat(PaginatorPattern.Matches(text)).OrderBy(match => match.Index)
                .Select(match => match.Groups["method"].Value).Distinct(StringComparer.Ordinal),
        ];
        var calls = new List<(string Service, string Operation)>();
        var unclear = new List<string>();
        foreach (var service in services)
        {
            List<(string, string)> seen =
            [
                .. methods.Select(method => apis?.Find(service)?.Find(method)).OfType<ApiOperation>().Select(operation => (service, operation.Name)).Distinct(),
            ];
            calls.AddRange(seen);
            if (seen.Count == 0)
            {
                unclear.Add(service);
            }
        }

        return new(calls, unclear);
    }

    [GeneratedRegex(@"^\s*#[^\n]*", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CommentPattern { get; }

    [GeneratedRegex(@"\.(client|resource)\(\s*(service_name\s*=\s*)?[""'](?<service>[a-z0-9-]+)[""']", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ClientPattern { get; }

    [GeneratedRegex(@"\.(?<method>[a-z][a-z0-9]*(_[a-z0-9]+)*)\s*\(", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MethodPattern { get; }

    [GeneratedRegex(@"\.get_paginator\(\s*[""'](?<method>[a-z0-9_]+)[""']", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PaginatorPattern { get; }
}

/// <param name="Calls">Service and operation, in the order in which they are first seen.</param>
/// <param name="Unclear">Services of which there is a client, and no call that is recognised.</param>
internal sealed record SeenInScript(IReadOnlyList<(string Service, string Operation)> Calls, IReadOnlyList<string> Unclear);
