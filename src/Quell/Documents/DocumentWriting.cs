using System.Globalization;
using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>CreateDocument and UpdateDocument: each makes a version, which nothing changes afterwards.</summary>
internal sealed partial class DocumentWriting(DocumentAttachments attachments)
{
    /// <summary>CreateDocument, DocumentLimitExceeded.</summary>
    private const int MostDocuments = 500;

    /// <summary>Versions of a document (AWS General Reference, "Systems Manager endpoints and quotas").</summary>
    private const int MostVersions = 1_000;

    public JsonObject CreateDocument(OperationContext context)
    {
        var (input, name) = (context.Input, context.Input.String("Name") ?? "");
        if (Reserved.IsMatch(name))
        {
            throw DocumentErrors.Validation($"Invalid document name {name}");
        }

        if (input.Array("Requires").Count > 0)
        {
            throw DocumentErrors.Validation("Requires is for documents of AppConfig, which Quell does not have.");
        }

        var content = DocumentContent.Read(input.String("Content") ?? "", input.String("DocumentType"), input.String("DocumentFormat"));
        if (context.State.Get(context.Scope, Documents.Type, name) is not null)
        {
            throw new AwsException("DocumentAlreadyExists", "The specified document already exists.");
        }

        if (context.State.Current.List(context.Scope, Documents.Type).Count >= MostDocuments)
        {
            throw new AwsException("DocumentLimitExceeded", $"You can have at most {MostDocuments} active SSM documents.");
        }

        var document = JsonObject.Of(
            ("Name", name),
            ("Owner", context.Scope.Account),
            ("DocumentType", content.Type),
            ("DefaultVersion", "1"),
            ("LatestVersion", "1"),
            (Documents.LastVersion, 1),
            (ParameterStore.Tags, SsmTags.Merged(JsonArray.Empty, input.Array("Tags"))));
        var version = Version(context, document, content, 1, JsonObject.Empty);
        Put(context, document, version);
        return JsonObject.Of(("DocumentDescription", DocumentReading.Described(document, version, name).With("Status", "Creating")));
    }

    public JsonObject UpdateDocument(OperationContext context)
    {
        var (input, name) = (context.Input, context.Input.String("Name") ?? "");
        var document = Documents.Own(context.State.Current, context.Scope, name);
        var arn = new DocumentArn(context.Scope, name, null);
        var versions = Documents.Versions(context.State.Current, arn).ToList();
        if (input.String("DocumentVersion") is { } asked and not "$LATEST" && asked != document.String("LatestVersion"))
        {
            throw DocumentErrors.NotLatest(name);
        }

        var content = DocumentContent.Read(input.String("Content") ?? "", document.String("DocumentType"), input.String("DocumentFormat"));
        var number = (document.Long(Documents.LastVersion) ?? 0) + 1;
        var version = Version(context, document, content, number, versions[0]);
        CheckNew(version, versions);
        var changed = document.With("LatestVersion", version["DocumentVersion"]).With(Documents.LastVersion, number);
        Put(context, changed, version);
        return JsonObject.Of(("DocumentDescription", DocumentReading.Described(changed, version, name).With("Status", "Updating")));
    }

    private JsonObject Version(OperationContext context, JsonObject document, DocumentContent content, long number, JsonObject before) => JsonObject.Of(
            ("Name", document["Name"]),
            ("DocumentVersion", number.ToString(CultureInfo.InvariantCulture)),
            ("VersionName", context.Input["VersionName"]),
            ("DisplayName", context.Input["DisplayName"] ?? before["DisplayName"]),
            ("CreatedDate", Timestamps.ToNeutral(context.Now)),
            ("TargetType", context.Input["TargetType"] ?? before["TargetType"]),
            (Documents.Attachments, attachments.Read(context, context.Input.Array("Attachments"), content.Files)))
        .Merge(content.ToVersion());

    private static void CheckNew(JsonObject version, List<JsonObject> versions)
    {
        if (versions.Count >= MostVersions)
        {
            throw new AwsException("DocumentVersionLimitExceeded", "The document has too many versions. Delete one or more document versions and try again.");
        }

        if (version.String("VersionName") is { } name && versions.Exists(other => other.String("VersionName") == name))
        {
            throw new AwsException(
                "DuplicateDocumentVersionName", "The version name has already been used in this document. Specify a different version name, and then try again.");
        }

        if (versions.Exists(other => IsSame(other, version)))
        {
            throw new AwsException(
                "DuplicateDocumentContent", "The content of the association document matches another document. Change the content of the document and try again.");
        }
    }

    private static bool IsSame(JsonObject other, JsonObject version) => other.String("Hash") == version.String("Hash")
        && Equals(other["TargetType"], version["TargetType"]) && other.Array(Documents.Attachments).Equals(version.Array(Documents.Attachments));

    private static void Put(OperationContext context, JsonObject document, JsonObject version)
    {
        var name = document.String("Name") ?? "";
        context.State.Put(context.Scope, Documents.Type, name, document);
        context.State.Put(context.Scope, Documents.VersionType, Documents.VersionId(name, document.Long(Documents.LastVersion) ?? 0), version);
        context.Touches(DocumentArn.Of(context.Scope, name), "AWS::SSM::Document");
    }

    /// <summary>CreateDocument, <c>Name</c>: the prefixes that are AWS's.</summary>
    [GeneratedRegex(@"\A(aws|amazon|amzn)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Reserved { get; }
}
