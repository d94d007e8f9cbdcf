using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.SecretsManager;

/// <summary>Deletes secrets, at once or after days in which they can be brought back (Secrets Manager User Guide, "Delete an AWS Secrets Manager secret").</summary>
internal static class SecretDeletion
{
    public const string Deletion = "secretsmanager:deletion";

    private const long ShortestWindow = 7;
    private const long LongestWindow = 30;

    public static JsonObject DeleteSecret(OperationContext context)
    {
        var (isForced, days) = (context.Input.Bool("ForceDeleteWithoutRecovery") is true, context.Input.Long("RecoveryWindowInDays"));
        if (isForced && days is not null)
        {
            throw SecretErrors.InvalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }

        if (days is < ShortestWindow or > LongestWindow)
        {
            throw SecretErrors.InvalidParameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }

        return isForced ? DeleteNow(context) : Schedule(context, days ?? LongestWindow);
    }

    /// <summary>Does nothing to a secret that is not marked.</summary>
    public static JsonObject RestoreSecret(OperationContext context)
    {
        var secret = Secret.Get(context);
        if (secret.IsDeleted)
        {
            secret.Put(context.State, secret.Value.Without(Secret.DeletedMember));
            context.State.Delete(secret.Scope, Timer.ResourceType, TimerId(secret.Name));
        }

        return secret.Named;
    }

    public static void OnDeletion(Transaction transaction, Timer timer) =>
        transaction.State.Delete(timer.Key.Scope, Secret.ResourceType, timer.Data.String("Name") ?? "");

    private static JsonObject DeleteNow(OperationContext context)
    {
        var secret = Secret.Get(context);
        context.State.Delete(secret.Scope, Secret.ResourceType, secret.Name);
        context.State.Delete(secret.Scope, Timer.ResourceType, TimerId(secret.Name));
        return secret.Named.With("DeletionDate", context.NowText);
    }

    private static JsonObject Schedule(OperationContext context, long days)
    {
        var secret = Secret.Living(context);
        var due = context.Now.AddDays(days);
        secret.Put(context.State, secret.Value.With(Secret.DeletedMember, context.NowText));
        Timer.Set(
            context.State, new(secret.Scope, Timer.ResourceType, TimerId(secret.Name)), due, Deletion, JsonObject.Of(("Name", secret.Name)));
        return secret.Named.With("DeletionDate", due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static string TimerId(string name) => $"secret-deletion/{name}";
}
