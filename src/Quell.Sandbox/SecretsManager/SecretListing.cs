using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.SecretsManager;

/// <summary>ListSecrets with its filters (Secrets Manager API Reference, Filter): a value is the beginning of a word, <c>!</c> turns it round.</summary>
internal static class SecretListing
{
    private static readonly char[] Between = [' ', '/', '_', '-', '+', '=', '.', '@'];

    private static readonly Dictionary<string, string> SortMembers = new()
    {
        ["created-date"] = "CreatedDate",
        ["last-accessed-date"] = "LastAccessedDate",
        ["last-changed-date"] = "LastChangedDate",
        ["name"] = "Name",
    };

    public static JsonObject ListSecrets(OperationContext context)
    {
        var isAll = context.Input.Bool("IncludePlannedDeletion") is true;
        var found = Matching(context, context.Input.Array("Filters")).Where(secret => isAll || !secret.IsDeleted);
        var member = SortMembers[context.Input.String("SortBy") ?? "created-date"];
        string Place(Secret secret) => $"{secret.Value.String(member)} {secret.Name}";
        var ordered = context.Input.String("SortOrder") == "desc"
            ? found.OrderByDescending(Place, StringComparer.Ordinal)
            : found.OrderBy(Place, StringComparer.Ordinal);
        var token = context.Input.String("NextToken");
        var rest = (token is null ? ordered : ordered.SkipWhile(secret => secret.Name != token).Skip(1)).ToList();
        var page = rest.Take((int)(context.Input.Long("MaxResults") ?? 100)).ToList();
        return JsonObject.Of(
            ("SecretList", JsonArray.From(page.Select(Entry))),
            ("NextToken", rest.Count > page.Count && page.Count > 0 ? (JsonValue?)page[^1].Name : null));
    }

    /// <summary>The secrets that every filter lets through, by name.</summary>
    public static IEnumerable<Secret> Matching(OperationContext context, JsonArray filters) => context.State
        .List(context.Scope, Secret.ResourceType)
        .Select(value => new Secret(context.Scope, value))
        .Where(secret => filters.Objects.All(filter => Passes(secret, filter)));

    private static JsonObject Entry(Secret secret) =>
        secret.Shown.With("SecretVersionsToStages", secret.Stages.Count == 0 ? null : secret.Stages);

    private static bool Passes(Secret secret, JsonObject filter)
    {
        var texts = TextsOf(secret, filter.String("Key") ?? "").ToList();
        return filter.Array("Values").Strings.Any(value => value.StartsWith('!')
            ? !texts.Any(text => Begins(text, value[1..], filter))
            : texts.Any(text => Begins(text, value, filter)));
    }

    /// <summary>Names and tags are matched from their beginning with case; the rest word by word without.</summary>
    private static bool Begins(string text, string value, JsonObject filter) => filter.String("Key") is "description" or "all"
        ? value.Split(Between, StringSplitOptions.RemoveEmptyEntries).All(word =>
            text.Split(Between).Any(part => part.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
        : text.StartsWith(value, StringComparison.Ordinal);

    private static IEnumerable<string> TextsOf(Secret secret, string key)
    {
        var tags = secret.Value.Array("Tags").Objects;
        return key switch
        {
            "name" => [secret.Name],
            "description" => [secret.Value.String("Description") ?? ""],
            "tag-key" => tags.Select(tag => tag.String("Key") ?? ""),
            "tag-value" => tags.Select(tag => tag.String("Value") ?? ""),
            "all" => [secret.Name, secret.Value.String("Description") ?? "", .. tags.SelectMany(tag => new[] { tag.String("Key") ?? "", tag.String("Value") ?? "" })],
            _ => [],
        };
    }
}
