using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>ModifyDocumentPermission and DescribeDocumentPermission: who else may read and start a document.</summary>
internal static class DocumentPermissions
{
    private const int MostAccounts = 1_000;
    private const int MostPublic = 5;

    public static JsonObject ModifyDocumentPermission(OperationContext context)
    {
        var (input, name) = (context.Input, context.Input.String("Name") ?? "");
        var document = Documents.Own(context.State.Current, context.Scope, name);
        var (added, removed) = (Accounts(input, "AccountIdsToAdd"), Accounts(input, "AccountIdsToRemove"));
        if (added.Count + removed.Count == 0)
        {
            throw DocumentErrors.Validation("You must specify a value for AccountIdsToAdd or AccountIdsToRemove.");
        }

        var version = input.String("SharedDocumentVersion") ?? "$DEFAULT";
        var shares = document.Array(DocumentSharing.Shares).Objects
            .Where(share => !added.Contains(share.String("AccountId") ?? ""))
            .Concat(added.Select(account => JsonObject.Of(("AccountId", account), ("SharedDocumentVersion", version))))
            .Where(share => !removed.Contains(share.String("AccountId") ?? ""))
            .ToList();
        var changed = document.With(DocumentSharing.Shares, shares.Count == 0 ? null : JsonArray.From(shares));
        Check(context, changed, added);
        context.State.Put(context.Scope, Documents.Type, name, changed);
        context.Touches(DocumentArn.Of(context.Scope, name), "AWS::SSM::Document");
        return JsonObject.Empty;
    }

    public static JsonObject DescribeDocumentPermission(OperationContext context)
    {
        var document = Documents.Own(context.State.Current, context.Scope, context.Input.String("Name") ?? "");
        var page = SsmPage.Of(context.Input, "AccountSharingInfoList", 200, document.Array(DocumentSharing.Shares).Objects
            .Select(share => (share.String("AccountId") ?? "", share)));
        return JsonObject.Of(
            ("AccountIds", JsonArray.From(page.Array("AccountSharingInfoList").Objects.Select(share => share["AccountId"] ?? ""))),
            ("AccountSharingInfoList", page["AccountSharingInfoList"]),
            ("NextToken", page["NextToken"]));
    }

    private static List<string> Accounts(JsonObject input, string member)
    {
        var accounts = input.Array(member).Strings
            .Select(account => account.Equals(DocumentSharing.Everyone, StringComparison.OrdinalIgnoreCase) ? DocumentSharing.Everyone : account)
            .Distinct()
            .ToList();
        return accounts.Count > 1 && accounts.Contains(DocumentSharing.Everyone) ? throw Limit("Accounts can either be all or a group of AWS accounts") : accounts;
    }

    private static void Check(OperationContext context, JsonObject document, List<string> added)
    {
        if (document.Array(DocumentSharing.Shares).Count > MostAccounts)
        {
            throw Limit($"The document can't be shared with more than {MostAccounts} accounts.");
        }

        if (added.Contains(DocumentSharing.Everyone)
            && context.State.List(context.Scope, Documents.Type).Count(other => other.String("Name") != document.String("Name") && DocumentSharing.IsPublic(other)) >= MostPublic)
        {
            throw Limit($"You can publicly share up to {MostPublic} documents.");
        }
    }

    private static AwsException Limit(string message) => new("DocumentPermissionLimit", message);
}
