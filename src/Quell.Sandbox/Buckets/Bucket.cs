using System.Security.Cryptography;
using System.Text;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Buckets;

/// <summary>
/// A bucket: a resource in its owner's account and its own region, whose members are its configurations by the names of
/// the model (<c>ServerSideEncryptionConfiguration</c>, <c>Policy</c>, <c>TagSet</c>). A second resource, under
/// <see cref="NameType"/>, says for the whole world where a name is taken.
/// </summary>
internal sealed record Bucket(string Name, Scope Scope, JsonObject Value)
{
    public const string ResourceType = "s3:bucket";
    public const string NameType = "s3:bucket-name";

    /// <summary>Bucket names are unique among all accounts of a partition.</summary>
    private static readonly Scope World = new("", Scope.GlobalRegion);

    public string Arn => $"arn:{Scope.Partition}:s3:::{Name}";

    /// <summary>The resource type of its objects; their id is their key.</summary>
    public string ObjectType => $"s3:object/{Name}";

    /// <summary>The resource type of the keys that have versions which they do not show.</summary>
    public string VersionedType => $"s3:versioned-key/{Name}";

    /// <summary>The resource type of those versions of a key.</summary>
    public string VersionType(string key) => $"s3:version/{Name}/{key}";

    /// <summary>What S3 calls the owner: the canonical user id, 64 hex digits that stand for the account.</summary>
    public JsonObject Owner => OwnerOf(Scope.Account);

    public static JsonObject OwnerOf(string account) => JsonObject.Of(
        ("ID", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("s3 canonical user " + account)))));

    public static Bucket? Find(ResourceSet state, string name)
    {
        if (state.Get(new(World, NameType, name)) is not { } place)
        {
            return null;
        }

        var scope = new Scope(place.String("Account") ?? "", place.String("Region") ?? "");
        return new(name, scope, state.Get(new(scope, ResourceType, name)) ?? JsonObject.Empty);
    }

    /// <summary>The buckets that an account owns, by name.</summary>
    public static IEnumerable<Bucket> Of(ResourceSet state, string account) => state.ScopesOf(ResourceType)
        .Where(scope => scope.Account == account)
        .SelectMany(scope => state.List(scope, ResourceType).Select(entry => new Bucket(entry.Key, scope, entry.Value)))
        .OrderBy(bucket => bucket.Name, StringComparer.Ordinal);

    public void Put(ResourceEdit state)
    {
        state.Put(World, NameType, Name, JsonObject.Of(("Account", Scope.Account), ("Region", Scope.Region)));
        state.Put(Scope, ResourceType, Name, Value);
    }

    public void Delete(ResourceEdit state)
    {
        state.Delete(World, NameType, Name);
        state.Delete(Scope, ResourceType, Name);
    }

    /// <summary>Sets one configuration of the bucket; null takes it away.</summary>
    public void Configure(OperationContext context, string member, JsonValue? value) =>
        (this with { Value = Value.With(member, value) }).Put(context.State);
}
