using System.Collections.Frozen;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Aws.Permissions;

/// <summary>One line of an operation: <c>ACTION on RESOURCE,RESOURCE|RESOURCE if PARAMETER</c>.</summary>
/// <param name="Action">The action; null for the operation's own.</param>
/// <param name="Choices">Of each, the first resource whose parameters are given; none is given for no resource.</param>
/// <param name="Condition">The parameter that must be given for the line to count; null for none.</param>
/// <param name="IsUnless">The parameter must not be given.</param>
internal sealed record PermissionLine(string? Action, ResourceTemplate[][] Choices, string? Condition, bool IsUnless)
{
    private const string On = " on ";
    private const string If = " if ";
    private const string Unless = " unless ";

    /// <param name="text">The line.</param>
    /// <param name="resources">The service's resources by name.</param>
    /// <param name="defaults">What is meant where the line names none.</param>
    public static PermissionLine Of(string text, FrozenDictionary<string, ResourceTemplate> resources, ResourceTemplate[][] defaults)
    {
        var (head, condition) = Cut(text, If);
        var (rest, exception) = Cut(head, Unless);
        var (action, on) = Cut(rest, On);
        ResourceTemplate[][] choices = on switch
        {
            null => defaults,
            PermissionNeed.NoResource => [],
            _ => [.. on.Split(',').Select(names => Choice(names, resources))],
        };
        return new(action == "=" ? null : action, choices, condition ?? exception, exception is not null);
    }

    /// <summary>The resources named, the first of them that can be filled in counts.</summary>
    public static ResourceTemplate[] Choice(string names, FrozenDictionary<string, ResourceTemplate> resources) =>
        [.. names.Split('|').Select(name => resources[name])];

    /// <summary>Adds what the line asks of a call.</summary>
    public void AddTo(List<PermissionNeed> needs, string action, JsonObject input, Scope scope)
    {
        if (Condition is not null && ParameterPath.Values(input, Condition).Any() == IsUnless)
        {
            return;
        }

        var before = needs.Count;
        foreach (var choice in Choices)
        {
            var arns = choice.Select(template => template.Fill(input, scope)).FirstOrDefault(filled => filled.Count > 0) ?? [];
            needs.AddRange(arns.Distinct().Select(arn => new PermissionNeed(action, arn)));
        }

        if (needs.Count == before)
        {
            needs.Add(new(action, PermissionNeed.NoResource));
        }
    }

    private static (string Head, string? Tail) Cut(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + mark.Length)..]) : (text, null);
}
