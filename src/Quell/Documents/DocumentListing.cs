using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>ListDocuments (API Reference, DocumentKeyValuesFilter): the account's own documents, Amazon's, and what others share with it.</summary>
internal static class DocumentListing
{
    private static readonly string[] Keys = ["Name", "Owner", "PlatformTypes", "DocumentType", "TargetType"];
    private static readonly string[] Owners = ["Amazon", "Private", "Public", "Self", "ThirdParty"];

    public static JsonObject ListDocuments(OperationContext context)
    {
        var filters = Filters(context.Input);
        var owner = filters.FirstOrDefault(filter => filter.Key == "Owner").Values?[0];
        var listed = All(context)
            .Where(entry => IsOf(owner, context.Scope, entry.Arn, entry.Document))
            .Select(entry => (entry.Arn, entry.Document, Version: Default(context, entry.Arn, entry.Document)))
            .Where(entry => filters.All(filter => Fits(filter.Key, filter.Values, entry.Arn, entry.Document, entry.Version)));
        return SsmPage.Of(context.Input, "DocumentIdentifiers", 50, listed.Select(entry => (
            $"{entry.Arn.Name} {entry.Arn.Scope.Account}", Shown(DocumentReading.ShownName(context.Scope, entry.Arn, entry.Document), entry.Document, entry.Version))));
    }

    private static IEnumerable<(DocumentArn Arn, JsonObject Document)> All(OperationContext context) =>
        context.State.Current.ListAll(Documents.Type)
            .Where(entry => entry.Key.Scope.Region == context.Scope.Region)
            .Select(entry => (Arn: new DocumentArn(entry.Key.Scope, entry.Key.Id, null), Document: entry.Value))
            .Where(entry => entry.Arn.Scope == context.Scope || DocumentSharing.VersionFor(entry.Document, context.Scope.Account) is not null)
            .Concat(AmazonDocuments.List.Select(document => (new DocumentArn(context.Scope, document.String("Name") ?? "", null), document)));

    /// <summary>A document that is shared without its default version is listed by the one that is.</summary>
    private static JsonObject Default(OperationContext context, DocumentArn arn, JsonObject document)
    {
        var isLatest = arn.Scope != context.Scope && DocumentSharing.VersionFor(document, context.Scope.Account) == "$LATEST";
        return DocumentLookup.Versioned(context.State.Current, context.Scope, arn, document, isLatest ? "$LATEST" : null, null);
    }

    private static List<(string Key, List<string> Values)> Filters(JsonObject input)
    {
        var filters = input.Array("Filters").Objects.Select(filter => (Key: filter.String("Key") ?? "", Values: filter.Array("Values").Strings.ToList()))
            .Concat(input.Array("DocumentFilterList").Objects.Select(filter => (Key: filter.String("key") ?? "", Values: new List<string> { filter.String("value") ?? "" })))
            .ToList();
        foreach (var (key, values) in filters)
        {
            if (!Keys.Contains(key) && !key.StartsWith("tag:", StringComparison.Ordinal))
            {
                throw new AwsException("InvalidFilterKey", "The specified key is not valid.");
            }

            if (key == "Owner" && values.Count != 1)
            {
                throw DocumentErrors.Validation("Owner filter can only have one value.");
            }

            if (key == "Owner" && !Owners.Contains(values[0]))
            {
                throw DocumentErrors.Validation($"The value of the filter Owner is one of {string.Join(", ", Owners)}. Received: {values[0]}");
            }
        }

        return filters;
    }

    /// <param name="owner">Null for what is the account's own or Amazon's, or is shared with the account by its number.</param>
    private static bool IsOf(string? owner, Scope scope, DocumentArn arn, JsonObject document)
    {
        var (isAmazon, isOwn, isPublic) = (Documents.IsAmazon(document), arn.Scope == scope && !Documents.IsAmazon(document), DocumentSharing.IsPublic(document));
        return owner switch
        {
            "Self" => isOwn,
            "Amazon" => isAmazon,
            "Public" => isAmazon || isPublic,
            "Private" => !isAmazon && !isPublic,
            "ThirdParty" => false,
            _ => isAmazon || isOwn || !isPublic,
        };
    }

    private static bool Fits(string key, List<string> values, DocumentArn arn, JsonObject document, JsonObject version) => key switch
    {
        "Owner" => true,
        "Name" => values.Exists(value => arn.Name.StartsWith(value, StringComparison.Ordinal)),
        "PlatformTypes" => version.Array("PlatformTypes").Strings.Any(values.Contains),
        "DocumentType" => values.Contains(document.String("DocumentType") ?? ""),
        "TargetType" => version.String("TargetType") is { } type && values.Contains(type),
        _ => document.Array(ParameterStore.Tags).Objects
            .Any(tag => tag.String("Key") == key["tag:".Length..] && (values.Count == 0 || values.Contains(tag.String("Value") ?? ""))),
    };

    private static JsonObject Shown(string name, JsonObject document, JsonObject version) => JsonObject.Of(
        ("Name", name),
        ("CreatedDate", version["CreatedDate"]),
        ("DisplayName", version["DisplayName"]),
        ("Owner", document["Owner"]),
        ("VersionName", version["VersionName"]),
        ("PlatformTypes", version["PlatformTypes"]),
        ("DocumentVersion", version["DocumentVersion"]),
        ("DocumentType", document["DocumentType"]),
        ("SchemaVersion", version["SchemaVersion"]),
        ("DocumentFormat", version["DocumentFormat"]),
        ("TargetType", version["TargetType"]),
        ("Tags", document.Array(ParameterStore.Tags)));
}
