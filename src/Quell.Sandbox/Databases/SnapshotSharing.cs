using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Databases;

/// <summary>Who else may restore a snapshot: accounts, or everybody (RDS User Guide, "Sharing a DB snapshot for Amazon RDS").</summary>
internal static class SnapshotSharing
{
    private const string Restore = "restore";
    private const string Everybody = "all";
    private const int MostAccounts = 20;

    public static JsonObject Describe(OperationContext context, DatabaseKind kind) => Answer(kind, kind.Get(context));

    public static JsonObject Modify(OperationContext context, DatabaseKind kind)
    {
        var snapshot = kind.Get(context);
        kind.Require(snapshot, "available");
        if (context.Input.String("AttributeName") != Restore)
        {
            throw DatabaseErrors.InvalidValue($"Invalid snapshot attribute name: {context.Input.String("AttributeName")}");
        }

        var added = context.Input.Array("ValuesToAdd").Strings.ToList();
        Check(snapshot, added);
        var removed = context.Input.Array("ValuesToRemove").Strings.ToHashSet(StringComparer.Ordinal);
        var shared = snapshot.Array(DatabaseKind.SharedWith).Strings.Where(account => !removed.Contains(account)).Concat(added)
            .Distinct(StringComparer.Ordinal).ToList();
        return shared.Count > MostAccounts
            ? throw new Aws.AwsException("SharedSnapshotQuotaExceeded", "You have exceeded the maximum number of accounts that you can share a manual DB snapshot with.")
            : Answer(kind, kind.Put(
                context.State, context.Scope, snapshot.With(DatabaseKind.SharedWith, shared.Count == 0 ? null : JsonArray.From(shared))));
    }

    private static void Check(JsonObject snapshot, List<string> added)
    {
        if (added.FirstOrDefault(value => value != Everybody && (value.Length != 12 || !value.All(char.IsAsciiDigit))) is { } unknown)
        {
            throw DatabaseErrors.InvalidValue($"Invalid account id: {unknown}");
        }

        if (added.Contains(Everybody) && (snapshot.Bool("Encrypted") ?? snapshot.Bool("StorageEncrypted")) is true)
        {
            throw DatabaseErrors.Combination("You can't share an encrypted DB snapshot publicly.");
        }
    }

    private static JsonObject Answer(DatabaseKind kind, JsonObject snapshot) => JsonObject.Of(($"{kind.Member}AttributesResult", JsonObject.Of(
        (kind.IdMember, snapshot[kind.IdMember]),
        ($"{kind.Member}Attributes", new JsonArray([JsonObject.Of(
            ("AttributeName", Restore), ("AttributeValues", snapshot.Array(DatabaseKind.SharedWith)))])))));
}
