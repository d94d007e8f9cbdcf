using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Sandbox.SecretsManager;

/// <summary>A version of a secret: <c>VersionId</c>, <c>CreatedDate</c>, <c>VersionStages</c> and one of <c>SecretString</c> and <c>SecretBinary</c>.</summary>
internal sealed record SecretVersion(JsonObject Value)
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";

    private const string StagesMember = "VersionStages";

    public string Id => Value.String("VersionId") ?? "";

    public ImmutableArray<string> Stages => [.. Value.Array(StagesMember).Strings];

    public static SecretVersion Of(string id, string time, JsonObject content) =>
        new(JsonObject.Of(("VersionId", id), ("CreatedDate", time)).Merge(content));

    public SecretVersion With(IEnumerable<string> stages) => new(Value.With(StagesMember, JsonArray.From(stages)));

    /// <summary>Whether it holds the same secret.</summary>
    public bool Holds(JsonObject content) => content.All(member => member.Value.Equals(Value[member.Key]));
}
