using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Keys;

/// <summary>Switches keys on and off and deletes them, after the days in which that can be taken back (KMS Developer Guide, "Deleting AWS KMS keys").</summary>
internal static class KeyStates
{
    public const string Deletion = "kms:key-deletion";

    private const long UsualWindow = 30;
    private const long ShortestWindow = 7;

    public static JsonObject EnableKey(OperationContext context) => Switch(context, isEnabled: true);

    public static JsonObject DisableKey(OperationContext context) => Switch(context, isEnabled: false);

    public static JsonObject ScheduleKeyDeletion(OperationContext context)
    {
        var key = KmsKey.Living(context);
        RefuseOfAws(key);
        var days = context.Input.Long("PendingWindowInDays") ?? UsualWindow;
        if (days is < ShortestWindow or > UsualWindow)
        {
            throw KeyErrors.Validation(
                $"1 validation error detected: Value '{days}' at 'pendingWindowInDays' failed to satisfy constraint: "
                + $"Member must have value {(days < ShortestWindow ? "greater than or equal to 7" : "less than or equal to 30")}");
        }

        var due = context.Now.AddDays(days);
        var date = due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        key.Put(context.State, key.Value.With("KeyState", "PendingDeletion").With("Enabled", false).With("DeletionDate", date));
        Timer.Set(context.State, new(context.Scope, Timer.ResourceType, TimerId(key.Id)), due, Deletion, JsonObject.Of(("KeyId", key.Id)));
        return JsonObject.Of(
            ("KeyId", key.Arn), ("DeletionDate", date), ("KeyState", "PendingDeletion"), ("PendingWindowInDays", days));
    }

    /// <summary>A key that is kept after all is disabled.</summary>
    public static JsonObject CancelKeyDeletion(OperationContext context)
    {
        var key = KmsKey.Of(context);
        if (key.State != "PendingDeletion")
        {
            throw KeyErrors.InvalidState($"{key.Arn} is not pending deletion.");
        }

        key.Put(context.State, key.Value.With("KeyState", "Disabled").Without("DeletionDate"));
        context.State.Delete(context.Scope, Timer.ResourceType, TimerId(key.Id));
        return JsonObject.Of(("KeyId", key.Arn));
    }

    public static void OnDeletion(Transaction transaction, Timer timer)
    {
        var scope = timer.Key.Scope;
        var id = timer.Data.String("KeyId") ?? "";
        foreach (var alias in transaction.State.List(scope, Aliases.ResourceType).Where(alias => alias.String("TargetKeyId") == id).ToList())
        {
            transaction.State.Delete(scope, Aliases.ResourceType, alias.String("AliasName") ?? "");
        }

        transaction.State.Delete(scope, KmsKey.ResourceType, id);
        KeyRotation.Stop(transaction.State, scope, id);
        transaction.Emit(
            scope, "aws.kms", "KMS CMK Deletion", [scope.Arn("kms", $"key/{id}").ToString()], JsonObject.Of(("key-id", id)));
    }

    /// <summary>Keys of AWS's own services are theirs to manage.</summary>
    public static void RefuseOfAws(KmsKey key)
    {
        if (key.Value.String("KeyManager") == "AWS")
        {
            throw KeyErrors.Unsupported($"{key.Arn} is managed by AWS.");
        }
    }

    private static JsonObject Switch(OperationContext context, bool isEnabled)
    {
        var key = KmsKey.Living(context);
        RefuseOfAws(key);
        key.Put(context.State, key.Value.With("Enabled", isEnabled).With("KeyState", isEnabled ? "Enabled" : "Disabled"));
        return JsonObject.Empty;
    }

    private static string TimerId(string key) => $"kms-deletion/{key}";
}
