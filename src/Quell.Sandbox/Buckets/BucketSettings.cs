using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// What an account says about all its buckets. No operation of AWS sets it: whoever starts the simulated account does
/// (S3 encrypts every new bucket since January 2023; automation that was written for the time before needs that time to be
/// tried in).
/// </summary>
internal static class BucketSettings
{
    public const string ResourceType = "s3:account-settings";

    private const string Id = "s3";
    private const string Unencrypted = "NewBucketsUnencrypted";

    /// <summary>
    /// Whether new buckets have no default encryption, and DeleteBucketEncryption leaves none, as before January 2023.
    /// Buckets that exist keep what they have.
    /// </summary>
    public static bool NewBucketsUnencrypted(ResourceSet state, string account) =>
        state.Get(new(ScopeOf(account), ResourceType, Id))?.Bool(Unencrypted) ?? false;

    /// <summary>Sets <see cref="NewBucketsUnencrypted"/>.</summary>
    public static void SetNewBucketsUnencrypted(ResourceEdit state, string account, bool value)
    {
        var scope = ScopeOf(account);
        var settings = state.Get(scope, ResourceType, Id) ?? JsonObject.Empty;
        state.Put(scope, ResourceType, Id, settings.With(Unencrypted, value));
    }

    private static Scope ScopeOf(string account) => new(account, Scope.GlobalRegion);
}
