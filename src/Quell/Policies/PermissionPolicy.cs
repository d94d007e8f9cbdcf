using Quell.Engine.Json;

namespace Quell.Policies;

/// <summary>
/// The statements that AddPermission writes into a topic's or queue's resource policy, each under its label
/// (SNS and SQS API references, AddPermission).
/// </summary>
internal static class PermissionPolicy
{
    /// <param name="policy">The resource's policy; null or empty where it has none yet.</param>
    /// <returns>The policy with the statement; null where a statement has the label already.</returns>
    public static string? Add(
        string? policy, string policyId, string label, IEnumerable<string> accounts, IEnumerable<string> actions, string resource)
    {
        var document = Parse(policy) ?? JsonObject.Of(("Version", "2012-10-17"), ("Id", policyId));
        var statements = Statements(document);
        if (statements.Any(statement => statement.String("Sid") == label))
        {
            return null;
        }

        var statement = JsonObject.Of(
            ("Sid", label),
            ("Effect", "Allow"),
            ("Principal", JsonObject.Of(("AWS", OneOrMany(accounts.Select(account => $"arn:aws:iam::{account}:root"))))),
            ("Action", OneOrMany(actions)),
            ("Resource", resource));
        return document.With("Statement", JsonArray.From(statements.Append(statement))).ToString();
    }

    /// <returns>The policy without the statement, empty where none is left; null where no statement has the label.</returns>
    public static string? Remove(string? policy, string label)
    {
        var document = Parse(policy) ?? JsonObject.Empty;
        var statements = Statements(document);
        var rest = statements.Where(statement => statement.String("Sid") != label).ToList();
        return rest.Count == statements.Count ? null
            : rest.Count == 0 ? ""
            : document.With("Statement", JsonArray.From(rest)).ToString();
    }

    private static JsonObject? Parse(string? policy) =>
        string.IsNullOrEmpty(policy) ? null : JsonValue.Parse(policy) as JsonObject;

    private static List<JsonObject> Statements(JsonObject document) => document["Statement"] switch
    {
        JsonObject one => [one],
        JsonArray many => [.. many.Objects],
        _ => [],
    };

    private static JsonValue OneOrMany(IEnumerable<string> texts)
    {
        var array = JsonArray.From(texts);
        return array.Count == 1 ? array[0] : array;
    }
}
