using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Keys;

namespace Quell.Sandbox.SecretsManager;

/// <summary>Gives secrets out, and shows what is known of them without that.</summary>
internal static class SecretReading
{
    private const string AccessedMember = "LastAccessedDate";
    private const long MostInBatch = 20;

    public static JsonObject GetSecretValue(OperationContext context) =>
        ValueOf(context, Secret.Living(context), context.Input.String("VersionId"), context.Input.String("VersionStage"));

    /// <summary>What of the secrets named cannot be had is said of each.</summary>
    public static JsonObject BatchGetSecretValue(OperationContext context)
    {
        var (ids, filters) = (context.Input.Array("SecretIdList").Strings.ToList(), context.Input.Array("Filters"));
        if (ids.Count > 0 == filters.Count > 0)
        {
            throw SecretErrors.InvalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
        }

        var token = context.Input.String("NextToken");
        var most = (int)(context.Input.Long("MaxResults") ?? MostInBatch);
        var matching = SecretListing.Matching(context, filters).Where(secret => !secret.IsDeleted).Select(secret => secret.Name)
            .Where(name => token is null || string.CompareOrdinal(name, token) > 0).Take(most + 1).ToList();
        var named = ids.Count > 0 ? ids : matching.Take(most).ToList();
        var next = ids.Count == 0 && matching.Count > most ? (JsonValue?)named[^1] : null;
        var (values, errors) = (new List<JsonObject>(), new List<JsonObject>());
        foreach (var id in named)
        {
            try
            {
                var secret = Secret.Find(context.State.Current, context.Scope, id) is { IsDeleted: false } found ? found : throw SecretErrors.NotFound();
                values.Add(ValueOf(context, secret, null, null));
            }
            catch (AwsException error)
            {
                errors.Add(JsonObject.Of(("SecretId", id), ("ErrorCode", error.Code), ("Message", error.Message)));
            }
        }

        return JsonObject.Of(("SecretValues", JsonArray.From(values)), ("NextToken", next), ("Errors", JsonArray.From(errors)));
    }

    public static JsonObject DescribeSecret(OperationContext context)
    {
        var secret = Secret.Get(context);
        return secret.Shown.With("VersionIdsToStages", secret.Stages.Count == 0 ? null : secret.Stages);
    }

    public static JsonObject ListSecretVersionIds(OperationContext context)
    {
        var secret = Secret.Get(context);
        var isAll = context.Input.Bool("IncludeDeprecated") is true;
        var page = ListingPage.Of(
            secret.Versions.Where(version => isAll || version.Stages.Length > 0)
                .Select(version => version.Value.Without("SecretString").Without("SecretBinary"))
                .OrderBy(version => version.String("VersionId"), StringComparer.Ordinal),
            version => version.String("VersionId") ?? "", context.Input.Long("MaxResults") ?? 100, context.Input.String("NextToken"), SecretErrors.InvalidToken);
        return secret.Named.With("Versions", JsonArray.From(page.Items)).With("NextToken", page.Next);
    }

    private static JsonObject ValueOf(OperationContext context, Secret secret, string? id, string? stage)
    {
        stage ??= id is null ? SecretVersion.Current : null;
        var version = secret.Versions.FirstOrDefault(version =>
                (id is null || version.Id == id) && (stage is null || version.Stages.Contains(stage)))
            ?? throw SecretErrors.NoValue(id is not null ? $"VersionId: {id}" : $"staging label: {stage}");
        if (secret.Value.String("KmsKeyId") is { } key
            && KmsKey.Find(context.State.Current, context.Scope, key) is { State: not "Enabled" })
        {
            throw new AwsException(
                "DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.");
        }

        NoteAccess(context, secret);
        return secret.Named.Merge(version.Value);
    }

    /// <summary>Only the day is kept (Secrets Manager API Reference, DescribeSecret), so that not every read writes.</summary>
    private static void NoteAccess(OperationContext context, Secret secret)
    {
        var day = context.NowText[..10] + "T00:00:00Z";
        if (secret.Value.String(AccessedMember) != day)
        {
            secret.Put(context.State, secret.Value.With(AccessedMember, day));
        }
    }
}
