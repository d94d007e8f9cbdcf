using Quell.Engine.Json;

namespace Quell.Documents;

/// <summary>Which accounts may read and start a document, and which of its versions (API Reference, ModifyDocumentPermission).</summary>
internal static class DocumentSharing
{
    /// <summary>A document's list of <c>{"AccountId", "SharedDocumentVersion"}</c>.</summary>
    public const string Shares = "Shares";

    /// <summary>Stands for every account.</summary>
    public const string Everyone = "all";

    /// <summary>What is shared with the account: <c>$DEFAULT</c>, <c>$LATEST</c> or <c>$ALL</c>; null where nothing is.</summary>
    public static string? VersionFor(JsonObject document, string account) => document.Array(Shares).Objects
        .Where(share => share.String("AccountId") is { } with && (with == account || with == Everyone))
        .OrderBy(share => share.String("AccountId") == Everyone)
        .Select(share => share.String("SharedDocumentVersion"))
        .FirstOrDefault();

    public static bool IsPublic(JsonObject document) => document.Array(Shares).Objects.Any(share => share.String("AccountId") == Everyone);

    /// <summary>Whether the account may have the version.</summary>
    public static bool Gives(JsonObject document, string account, JsonObject version) => VersionFor(document, account) switch
    {
        "$ALL" => true,
        "$LATEST" => version.String("DocumentVersion") == document.String("LatestVersion"),
        "$DEFAULT" => version.String("DocumentVersion") == document.String("DefaultVersion"),
        _ => false,
    };
}
