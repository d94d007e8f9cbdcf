using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// The public access block of a whole account (<c>s3control</c>). The stricter of the account's and a bucket's counts (S3
/// User Guide, "Blocking public access to your Amazon S3 storage").
/// </summary>
internal static class AccountPublicAccessBlock
{
    private const string Service = "s3control";
    private const string ResourceType = "s3:account-public-access-block";
    private const string Id = "account";

    public static OperationTable AddAccountPublicAccessBlock(this OperationTable table) => table
        .Add(Service, "GetPublicAccessBlock", Get)
        .Add(Service, "PutPublicAccessBlock", Put)
        .Add(Service, "DeletePublicAccessBlock", Delete);

    /// <summary>The account's settings; empty where it has none.</summary>
    public static JsonObject Of(ResourceSet state, string account) =>
        state.Get(new(new(account, Scope.GlobalRegion), ResourceType, Id)) ?? JsonObject.Empty;

    private static JsonObject Get(OperationContext context)
    {
        var settings = Of(context.State.Current, AccountIn(context));
        return settings.Count > 0
            ? JsonObject.Of((PublicAccessBlock.Member, settings))
            : throw new AwsException(
                "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);
    }

    private static JsonObject Put(OperationContext context)
    {
        var settings = PublicAccessBlock.Settled(context.Input.Object(PublicAccessBlock.Member) ?? throw BucketErrors.MalformedXml());
        context.State.Put(new(AccountIn(context), Scope.GlobalRegion), ResourceType, Id, settings);
        return JsonObject.Empty;
    }

    private static JsonObject Delete(OperationContext context)
    {
        context.State.Delete(new(AccountIn(context), Scope.GlobalRegion), ResourceType, Id);
        return JsonObject.Empty;
    }

    /// <summary>The account that the call is about: always the caller's own.</summary>
    private static string AccountIn(OperationContext context) => context.Input.String("AccountId") == context.Call.Principal.Account
        ? context.Call.Principal.Account
        : throw BucketErrors.AccessDenied();
}
