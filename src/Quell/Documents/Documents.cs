using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Sandbox.Objects;

namespace Quell.Documents;

/// <summary>Documents and their versions as resources.</summary>
internal static class Documents
{
    /// <summary>Under its name: <c>Name, Owner, DocumentType, DefaultVersion, LatestVersion, Tags</c>, and whom it is shared with.</summary>
    public const string Type = "ssm:document";

    /// <summary>Under <c>NAME:NUMBER</c>; what its author gave, and what was read of it. Never changed.</summary>
    public const string VersionType = "ssm:document-version";

    /// <summary>A version's files: <c>Name, Length, Sha256, Content</c>.</summary>
    public const string Attachments = "Attachments";

    /// <summary>A document's member with the number of the last version that it ever had; numbers are not used again.</summary>
    public const string LastVersion = "LastVersion";

    public static bool IsAmazon(JsonObject document) => document.String("Owner") == AmazonDocuments.Owner;

    /// <summary>A document of the account's own, to be changed.</summary>
    /// <exception cref="Aws.AwsException"><c>InvalidDocument</c>.</exception>
    public static JsonObject Own(ResourceSet state, Scope scope, string name) => state.Get(new(scope, Type, name)) ?? throw DocumentErrors.NoDocument(name);

    public static JsonObject? FindVersion(ResourceSet state, DocumentArn arn, long number) =>
        state.Get(new(arn.Scope, VersionType, VersionId(arn.Name, number)));

    /// <summary>A document's versions, the latest first.</summary>
    public static IEnumerable<JsonObject> Versions(ResourceSet state, DocumentArn arn)
    {
        var prefix = $"{arn.Name}:";
        return state.List(arn.Scope, VersionType)
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Value)
            .Reverse();
    }

    /// <summary>The id of a version; ids are in the order of their numbers.</summary>
    public static string VersionId(string name, long number) => $"{name}:{number.ToString("D10", CultureInfo.InvariantCulture)}";

    public static string VersionId(JsonObject version) => VersionId(version.String("Name") ?? "", version.Long("DocumentVersion") ?? 0);

    public static FoundDocument Found(DocumentArn arn, JsonObject document, JsonObject version) => new()
    {
        Name = arn.Name,
        Arn = DocumentArn.Of(arn.Scope, arn.Name),
        Owner = document.String("Owner") ?? "",
        Version = version.String("DocumentVersion") ?? "",
        VersionName = version.String("VersionName"),
        Type = document.String("DocumentType") ?? "",
        Format = version.String("DocumentFormat") ?? "",
        Content = version.String("Content") ?? "",
        Attachments = [.. version.Array(Attachments).Objects.Select(Attachment)],
    };

    private static DocumentAttachment Attachment(JsonObject stored) => new(
        stored.String("Name") ?? "", stored.Long("Length") ?? 0, stored.String("Sha256") ?? "", [.. ObjectContent.Read(stored.Array("Content")).Slices]);
}
