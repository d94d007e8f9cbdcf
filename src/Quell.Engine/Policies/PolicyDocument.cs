using Quell.Engine.Json;

namespace Quell.Engine.Policies;

/// <summary>
/// A policy in the language of IAM: a list of statements (IAM User Guide, "IAM JSON policy elements reference" and
/// "Policy evaluation logic").
/// </summary>
internal sealed class PolicyDocument(IReadOnlyList<PolicyStatement> statements)
{
    public IReadOnlyList<PolicyStatement> Statements { get; } = statements;

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

    public static PolicyDocument? From(JsonObject document) => document["Statement"] switch
    {
        JsonObject one => new([new(one)]),
        JsonArray many when many.Count == many.Objects.Count() => new([.. many.Objects.Select(statement => new PolicyStatement(statement))]),
        _ => null,
    };

    /// <summary>A statement that denies wins over any that allow.</summary>
    public PolicyVerdict Evaluate(PolicyRequest request)
    {
        var fitting = Statements.Where(statement => statement.Fits(request)).Select(statement => statement.Allows).ToArray();
        return fitting.Contains(false) ? PolicyVerdict.Denied
            : fitting.Length > 0 ? PolicyVerdict.Allowed
            : PolicyVerdict.Silent;
    }
}
