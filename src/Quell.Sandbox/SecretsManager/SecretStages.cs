using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.SecretsManager;

/// <summary>
/// Staging labels: each lies on one version; when the current one moves, the version it leaves becomes the previous one
/// (Secrets Manager User Guide, "What's in a Secrets Manager secret?", "Version").
/// </summary>
internal static class SecretStages
{
    private const int MostVersions = 100;

    /// <summary>Adds a version with the labels. The id is the caller's token; the same one with the same secret is no mistake.</summary>
    public static SecretVersion Add(OperationContext context, Secret secret, JsonObject content, IReadOnlyCollection<string> stages)
    {
        var id = context.Input.String("ClientRequestToken") ?? context.Transaction.Ids.Uuid();
        if (secret.Versions.FirstOrDefault(version => version.Id == id) is { } existing)
        {
            return existing.Holds(content)
                ? existing
                : throw SecretErrors.Exists(
                    $"You can't use ClientRequestToken {id} because that value is already in use for a version of secret {secret.Arn}.");
        }

        var added = SecretVersion.Of(id, context.NowText, content).With([]);
        var versions = stages.Aggregate(secret.Versions.Append(added).ToList(), (all, stage) => Move(all, stage, id));
        secret.Put(context.State, secret.Value.With("LastChangedDate", context.NowText)).Put(context.State, Kept(versions));
        return versions[^1];
    }

    public static JsonObject UpdateSecretVersionStage(OperationContext context)
    {
        var secret = Secret.Living(context);
        var (stage, from, to) = (context.Input.String("VersionStage") ?? "", context.Input.String("RemoveFromVersionId"), context.Input.String("MoveToVersionId"));
        var holder = secret.Versions.FirstOrDefault(version => version.Stages.Contains(stage));
        Check(secret, (stage, from, to), holder);
        var versions = secret.Versions.ToList();
        versions = to is not null
            ? Move(versions, stage, to)
            : [.. versions.Select(version => version.Id == from ? version.With(version.Stages.Remove(stage)) : version)];
        secret.Put(context.State, secret.Value.With("LastChangedDate", context.NowText)).Put(context.State, versions);
        return secret.Named;
    }

    private static void Check(Secret secret, (string Stage, string? From, string? To) move, SecretVersion? holder)
    {
        if (holder is not null && move.From is null && holder.Id != move.To)
        {
            throw SecretErrors.InvalidParameter(
                $"The parameter RemoveFromVersionId can't be empty. Staging label {move.Stage} is currently attached to version {holder.Id}, "
                + "so you must explicitly reference that version in RemoveFromVersionId.");
        }

        if (move.From is not null && holder?.Id != move.From)
        {
            throw SecretErrors.InvalidParameter($"The staging label {move.Stage} is not attached to version {move.From}.");
        }

        if (move.To is null && move.Stage == SecretVersion.Current)
        {
            throw SecretErrors.InvalidParameter(
                "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
        }

        if (move.To is not null && secret.Versions.All(version => version.Id != move.To))
        {
            throw SecretErrors.NoValue($"VersionId: {move.To}");
        }
    }

    private static List<SecretVersion> Move(List<SecretVersion> versions, string stage, string to)
    {
        var left = stage == SecretVersion.Current ? versions.FirstOrDefault(version => version.Stages.Contains(stage) && version.Id != to)?.Id : null;
        return
        [
            .. from version in versions
               let stages = version.Stages.Remove(stage)
               let others = left is null ? stages : stages.Remove(SecretVersion.Previous)
               select version.With(
                   version.Id == to ? others.Add(stage)
                   : version.Id == left ? others.Add(SecretVersion.Previous)
                   : others),
        ];
    }

    /// <summary>Of the versions without labels the oldest go when there are too many.</summary>
    private static IEnumerable<SecretVersion> Kept(List<SecretVersion> versions)
    {
        var surplus = versions.Where(version => version.Stages.IsEmpty).Take(Math.Max(0, versions.Count - MostVersions)).ToHashSet();
        return versions.Where(version => !surplus.Contains(version));
    }
}
