using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>
/// When, for which service and where a user's key last signed a request. Of several uses within 15 minutes the first is
/// kept (IAM User Guide, "Generate credential reports for your AWS account", <c>access_key_1_last_used_date</c>).
/// </summary>
internal static class AccessKeyUse
{
    private const string ResourceType = "iam:access-key-use";
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(15);

    /// <summary>Whether a use at that time has to be noted.</summary>
    public static bool IsDue(ResourceSet state, string account, string accessKeyId, DateTimeOffset now) =>
        state.Get(new(ScopeOf(account), AccessKeys.ResourceType, accessKeyId)) is not null
        && (Find(state, account, accessKeyId)?.String("LastUsedDate") is not { } last
            || now - DateTimeOffset.Parse(last, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) >= Span);

    /// <summary>Notes a use where it is due.</summary>
    /// <param name="state">Where the key is.</param>
    /// <param name="account">The account of the key's user.</param>
    /// <param name="accessKeyId">The key.</param>
    /// <param name="use">The service and the region as the signature names them: <c>ec2</c>, <c>s3</c>.</param>
    /// <param name="now">When the request came.</param>
    public static void Note(ResourceEdit state, string account, string accessKeyId, (string Service, string Region) use, DateTimeOffset now)
    {
        if (IsDue(state.Current, account, accessKeyId, now))
        {
            state.Put(ScopeOf(account), ResourceType, accessKeyId, JsonObject.Of(
                ("LastUsedDate", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                ("ServiceName", use.Service),
                ("Region", use.Region)));
        }
    }

    public static JsonObject GetAccessKeyLastUsed(OperationContext context)
    {
        var id = context.Input.String("AccessKeyId") ?? "";
        var key = context.State.Get(context.Scope.Global, AccessKeys.ResourceType, id)
            ?? throw IdentityErrors.NoSuchEntity($"The Access Key with id {id} cannot be found.");
        return JsonObject.Of(
            ("UserName", key["UserName"]),
            ("AccessKeyLastUsed", Find(context.State.Current, context.Scope.Account, id)
                ?? JsonObject.Of(("ServiceName", "N/A"), ("Region", "N/A"))));
    }

    /// <summary>The last use; null of a key that was never used.</summary>
    public static JsonObject? Find(ResourceSet state, string account, string accessKeyId) =>
        state.Get(new(ScopeOf(account), ResourceType, accessKeyId));

    public static void Forget(OperationContext context, string accessKeyId) =>
        context.State.Delete(context.Scope.Global, ResourceType, accessKeyId);

    private static Scope ScopeOf(string account) => new(account, Scope.GlobalRegion);
}
