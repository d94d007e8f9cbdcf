using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Documents;

/// <summary>Finds the version of a document that a caller asks for and may have.</summary>
internal static class DocumentLookup
{
    /// <summary>What an execution that is started from the document runs.</summary>
    /// <param name="state">The account's state.</param>
    /// <param name="scope">The caller's.</param>
    /// <param name="name">A document's name, or its ARN: the one way to name another account's.</param>
    /// <param name="version">A number, <c>$LATEST</c> or <c>$DEFAULT</c>; null for what the ARN says, else for the default version.</param>
    /// <exception cref="AwsException"><c>InvalidDocument</c> where there is none or it is not shared with the caller's account, <c>InvalidDocumentVersion</c>.</exception>
    public static FoundDocument Find(ResourceSet state, Scope scope, string name, string? version)
    {
        var (arn, document) = Named(state, scope, name);
        return Documents.Found(arn, document, Versioned(state, scope, arn, document, version ?? arn.Version, null));
    }

    /// <summary>The document that a request names, its own or one that is shared with it.</summary>
    public static (DocumentArn Arn, JsonObject Document) Named(ResourceSet state, Scope scope, string name)
    {
        if (DocumentArn.Read(scope, name) is not { } arn || arn.Scope.Region != scope.Region)
        {
            throw DocumentErrors.NoDocument(name);
        }

        if (AmazonDocuments.Find(arn) is { } amazon)
        {
            return (arn, amazon);
        }

        var document = state.Get(new(arn.Scope, Documents.Type, arn.Name));
        return document is not null && (arn.Scope == scope || DocumentSharing.VersionFor(document, scope.Account) is not null)
            ? (arn, document)
            : throw DocumentErrors.NoDocument(name);
    }

    /// <summary>One version of a document.</summary>
    /// <param name="version">A number, <c>$LATEST</c> or <c>$DEFAULT</c>; null for the default version.</param>
    /// <param name="versionName">The name that its author gave it; counts where no <paramref name="version"/> is given, and must fit where one is.</param>
    public static JsonObject Versioned(ResourceSet state, Scope scope, DocumentArn arn, JsonObject document, string? version, string? versionName)
    {
        if (Documents.IsAmazon(document))
        {
            return version is null or "$LATEST" or "$DEFAULT" or "1" && versionName is null ? AmazonDocuments.VersionOf(document) : throw DocumentErrors.NoVersion();
        }

        var found = version is null && versionName is not null
            ? Documents.Versions(state, arn).FirstOrDefault(candidate => candidate.String("VersionName") == versionName)
            : Documents.FindVersion(state, arn, Number(document, version));
        return found is not null
            && (versionName is null || found.String("VersionName") == versionName)
            && (arn.Scope == scope || DocumentSharing.Gives(document, scope.Account, found))
                ? found
                : throw DocumentErrors.NoVersion();
    }

    private static long Number(JsonObject document, string? version) => version switch
    {
        null or "$DEFAULT" => document.Long("DefaultVersion") ?? 0,
        "$LATEST" => document.Long("LatestVersion") ?? 0,
        _ when long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw DocumentErrors.NoVersion(),
    };
}
