using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>UpdateDocumentDefaultVersion, ListDocumentVersions and DeleteDocument.</summary>
internal static class DocumentVersions
{
    private const string NoDefault = "Default version of the document can't be deleted.";

    public static JsonObject UpdateDocumentDefaultVersion(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        var document = Documents.Own(context.State.Current, context.Scope, name);
        var version = DocumentLookup.Versioned(
            context.State.Current, context.Scope, new(context.Scope, name, null), document, context.Input.String("DocumentVersion"), null);
        Put(context, document.With("DefaultVersion", version["DocumentVersion"]));
        return JsonObject.Of(("Description", JsonObject.Of(
            ("Name", name), ("DefaultVersion", version["DocumentVersion"]), ("DefaultVersionName", version["VersionName"]))));
    }

    /// <summary>The latest first.</summary>
    public static JsonObject ListDocumentVersions(OperationContext context)
    {
        var (arn, document) = DocumentLookup.Named(context.State.Current, context.Scope, context.Input.String("Name") ?? "");
        var versions = Documents.IsAmazon(document) ? [AmazonDocuments.VersionOf(document)] : Documents.Versions(context.State.Current, arn)
            .Where(version => arn.Scope == context.Scope || DocumentSharing.Gives(document, context.Scope.Account, version));
        return SsmPage.Of(context.Input, "DocumentVersions", 50, versions.Select((version, position) => ($"{position:D6}", JsonObject.Of(
            ("Name", arn.Name),
            ("DisplayName", version["DisplayName"]),
            ("DocumentVersion", version["DocumentVersion"]),
            ("VersionName", version["VersionName"]),
            ("CreatedDate", version["CreatedDate"]),
            ("IsDefaultVersion", version.String("DocumentVersion") == document.String("DefaultVersion")),
            ("DocumentFormat", version["DocumentFormat"]),
            ("Status", "Active")))));
    }

    /// <summary>One version, or all with the document.</summary>
    public static JsonObject DeleteDocument(OperationContext context)
    {
        var (name, state) = (context.Input.String("Name") ?? "", context.State.Current);
        var document = Documents.Own(state, context.Scope, name);
        if (document.Array(DocumentSharing.Shares).Count > 0)
        {
            throw DocumentErrors.BadOperation("Must unshare document first before delete");
        }

        context.Touches(DocumentArn.Of(context.Scope, name), "AWS::SSM::Document");
        var (number, versionName) = (context.Input.String("DocumentVersion"), context.Input.String("VersionName"));
        if (number is not null || versionName is not null)
        {
            DeleteVersion(context, document, DocumentLookup.Versioned(state, context.Scope, new(context.Scope, name, null), document, number, versionName));
            return JsonObject.Empty;
        }

        foreach (var version in Documents.Versions(state, new(context.Scope, name, null)).ToList())
        {
            context.State.Delete(context.Scope, Documents.VersionType, Documents.VersionId(version));
        }

        context.State.Delete(context.Scope, Documents.Type, name);
        return JsonObject.Empty;
    }

    private static void DeleteVersion(OperationContext context, JsonObject document, JsonObject version)
    {
        if (version.String("DocumentVersion") == document.String("DefaultVersion"))
        {
            throw DocumentErrors.BadOperation(NoDefault);
        }

        context.State.Delete(context.Scope, Documents.VersionType, Documents.VersionId(version));
        var latest = Documents.Versions(context.State.Current, new(context.Scope, document.String("Name") ?? "", null)).First();
        Put(context, document.With("LatestVersion", latest["DocumentVersion"]));
    }

    private static void Put(OperationContext context, JsonObject document) =>
        context.State.Put(context.Scope, Documents.Type, document.String("Name") ?? "", document);
}
