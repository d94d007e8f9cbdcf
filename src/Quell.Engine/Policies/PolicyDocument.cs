using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>
/// A policy in the language of IAM, read once: a list of statements (IAM User Guide, "IAM JSON policy elements reference" and
/// "Policy evaluation logic"). Safe for concurrent use.
/// </summary>
internal sealed class PolicyDocument(ImmutableArray<PolicyStatement> statements)
{
    /// <summary>Says nothing to anything.</summary>
    public static readonly PolicyDocument Empty = new([]);

    private const string VersionWithVariables = "2012-10-17";

    // By reference: a stored policy is the same text until it is replaced.
    private static readonly ConditionalWeakTable<string, PolicyDocument> Read = [];
    private static readonly PolicyDocument NoPolicy = new([]);

    public ImmutableArray<PolicyStatement> Statements { get; } = statements;

    /// <summary>Reads a policy's text.</summary>
    /// <returns>The policy; null where the text is no JSON object with statements.</returns>
    public static PolicyDocument? Parse(string text)
    {
        try
        {
            return JsonValue.Parse(text) is JsonObject document ? From(document) : null;
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }

    /// <summary>The same for a text that is kept somewhere and asked again: it is read at the first time.</summary>
    public static PolicyDocument? Stored(string? text) =>
        text is null || Read.GetValue(text, static text => Parse(text) ?? NoPolicy) is var policy && policy == NoPolicy ? null : policy;

    public static PolicyDocument? From(JsonObject document)
    {
        var hasVariables = document.String("Version") == VersionWithVariables;
        return document["Statement"] switch
        {
            JsonObject one => new([new(one, hasVariables)]),
            JsonArray many when many.Count == many.Objects.Count() => new([.. many.Objects.Select(statement => new PolicyStatement(statement, hasVariables))]),
            _ => null,
        };
    }

    /// <summary>A statement that denies wins over any that allow.</summary>
    public PolicyVerdict Evaluate(PolicyRequest request) => Evaluate(request, out _);

    /// <inheritdoc cref="Evaluate(PolicyRequest)"/>
    /// <param name="grant">How closely the statements that allow name the caller.</param>
    public PolicyVerdict Evaluate(PolicyRequest request, out PolicyGrant grant)
    {
        grant = PolicyGrant.None;
        foreach (var statement in Statements)
        {
            var fits = statement.Fits(request);
            if (fits == PolicyGrant.None)
            {
                continue;
            }

            if (!statement.Allows)
            {
                grant = PolicyGrant.None;
                return PolicyVerdict.Denied;
            }

            grant = fits > grant ? fits : grant;
        }

        return grant == PolicyGrant.None ? PolicyVerdict.Silent : PolicyVerdict.Allowed;
    }
}
