using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>GetDocument and DescribeDocument.</summary>
internal static class DocumentReading
{
    private const string Active = "Active";

    public static JsonObject GetDocument(OperationContext context)
    {
        var (name, document, version) = Named(context);
        var written = version.String("DocumentFormat") ?? "";
        var format = context.Input.String("DocumentFormat") ?? written;
        return JsonObject.Of(
            ("Name", name),
            ("CreatedDate", version["CreatedDate"]),
            ("DisplayName", version["DisplayName"]),
            ("VersionName", version["VersionName"]),
            ("DocumentVersion", version["DocumentVersion"]),
            ("Status", Active),
            ("Content", DocumentText.In(format, version.String("Content") ?? "", written)),
            ("DocumentType", document["DocumentType"]),
            ("DocumentFormat", format),
            ("AttachmentsContent", Attachments(version, attachment => JsonObject.Of(
                ("Name", attachment["Name"]), ("Size", attachment["Length"]), ("Hash", attachment["Sha256"]), ("HashType", "Sha256")))));
    }

    public static JsonObject DescribeDocument(OperationContext context)
    {
        var (name, document, version) = Named(context);
        return JsonObject.Of(("Document", Described(document, version, name)));
    }

    /// <summary>A version as DescribeDocument shows it.</summary>
    /// <param name="name">The document's name, or its ARN where it is another account's.</param>
    public static JsonObject Described(JsonObject document, JsonObject version, string name) => JsonObject.Of(
        ("Hash", version["Hash"]),
        ("HashType", "Sha256"),
        ("Name", name),
        ("DisplayName", version["DisplayName"]),
        ("VersionName", version["VersionName"]),
        ("Owner", document["Owner"]),
        ("CreatedDate", version["CreatedDate"]),
        ("Status", Active),
        ("DocumentVersion", version["DocumentVersion"]),
        ("Description", version["Description"]),
        ("Parameters", version["Parameters"]),
        ("PlatformTypes", version["PlatformTypes"]),
        ("DocumentType", document["DocumentType"]),
        ("SchemaVersion", version["SchemaVersion"]),
        ("LatestVersion", document["LatestVersion"]),
        ("DefaultVersion", document["DefaultVersion"]),
        ("DocumentFormat", version["DocumentFormat"]),
        ("TargetType", version["TargetType"]),
        ("Tags", document.Array(ParameterStore.Tags)),
        ("AttachmentsInformation", Attachments(version, attachment => JsonObject.Of(("Name", attachment["Name"])))));

    /// <summary>What a document is called in an answer to a caller of the scope.</summary>
    public static string ShownName(Scope scope, DocumentArn arn, JsonObject document) =>
        arn.Scope == scope || Documents.IsAmazon(document) ? arn.Name : DocumentArn.Of(arn.Scope, arn.Name);

    private static (string Name, JsonObject Document, JsonObject Version) Named(OperationContext context)
    {
        var (state, scope, input) = (context.State.Current, context.Scope, context.Input);
        var (arn, document) = DocumentLookup.Named(state, scope, input.String("Name") ?? "");
        var version = DocumentLookup.Versioned(state, scope, arn, document, input.String("DocumentVersion") ?? arn.Version, input.String("VersionName"));
        return (ShownName(scope, arn, document), document, version);
    }

    private static JsonArray? Attachments(JsonObject version, Func<JsonObject, JsonObject> shown) =>
        version.Array(Documents.Attachments) is { Count: > 0 } attachments ? JsonArray.From(attachments.Objects.Select(shown)) : null;
}
