using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Keys;

/// <summary>
/// New material for a key every year or as often as is said; the old one still decrypts (KMS Developer Guide, "Rotate AWS
/// KMS keys").
/// </summary>
internal static class KeyRotation
{
    public const string Rotation = "kms:key-rotation";

    private const long UsualPeriod = 365;

    public static JsonObject EnableKeyRotation(OperationContext context)
    {
        var key = KmsKey.Usable(context);
        KeyStates.RefuseOfAws(key);
        Plan(context.State, key, context.Input.Long("RotationPeriodInDays") ?? UsualPeriod, context.Now);
        return JsonObject.Empty;
    }

    public static JsonObject DisableKeyRotation(OperationContext context)
    {
        var key = KmsKey.Usable(context);
        KeyStates.RefuseOfAws(key);
        key.Put(context.State, KmsKey.RotationMember, null);
        Stop(context.State, context.Scope, key.Id);
        return JsonObject.Empty;
    }

    /// <summary>A key that is about to be deleted is not rotated, and says so.</summary>
    public static JsonObject GetKeyRotationStatus(OperationContext context)
    {
        var key = KmsKey.Of(context);
        var status = key.State == "PendingDeletion" ? null : key.Value.Object(KmsKey.RotationMember);
        return JsonObject.Of(
            ("KeyRotationEnabled", status is not null),
            ("KeyId", key.Id),
            ("RotationPeriodInDays", status?["Days"]),
            ("NextRotationDate", status?["Next"]));
    }

    public static void OnRotation(Transaction transaction, Timer timer)
    {
        var id = timer.Data.String("KeyId") ?? "";
        if (KmsKey.Find(transaction.State.Current, timer.Key.Scope, id) is not { } key
            || key.Value.Object(KmsKey.RotationMember)?.Long("Days") is not { } days)
        {
            return;
        }

        if (key.State == "Enabled")
        {
            var material = key.Value.Array(KmsKey.Material).Strings.Append(KeyCreation.NewMaterial(transaction.Ids));
            key = key.Put(transaction.State, KmsKey.Material, JsonArray.From(material));
            transaction.Emit(key.Scope, "aws.kms", "KMS CMK Rotation", [key.Arn], JsonObject.Of(("key-id", id)));
        }

        Plan(transaction.State, key, days, transaction.Now);
    }

    public static void Stop(ResourceEdit state, Scope scope, string key) => state.Delete(scope, Timer.ResourceType, TimerId(key));

    private static void Plan(ResourceEdit state, KmsKey key, long days, DateTimeOffset now)
    {
        var next = now.AddDays(days);
        key.Put(state, KmsKey.RotationMember, JsonObject.Of(
            ("Days", days), ("Next", next.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))));
        Timer.Set(state, new(key.Scope, Timer.ResourceType, TimerId(key.Id)), next, Rotation, JsonObject.Of(("KeyId", key.Id)));
    }

    private static string TimerId(string key) => $"kms-rotation/{key}";
}
