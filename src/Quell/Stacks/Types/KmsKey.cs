using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class KmsKey() : ResourceType(
    "AWS::KMS::Key",
    new PropertySchema(
        ("BypassPolicyLockoutSafetyCheck", PropertyType.Boolean),
        ("Description", Text),
        ("Enabled", PropertyType.Boolean),
        ("EnableKeyRotation", PropertyType.Boolean),
        ("KeyPolicy", PropertyType.Json),
        ("KeySpec", Text.CreateOnly()),
        ("KeyUsage", Text.CreateOnly()),
        ("MultiRegion", PropertyType.Boolean.CreateOnly()),
        ("Origin", Text.CreateOnly()),
        ("PendingWindowInDays", Integer),
        ("RotationPeriodInDays", Integer),
        ("Tags", PropertyType.Tags)),
    "Arn", "KeyId")
{
    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            "kms", "CreateKey", work.Pick("BypassPolicyLockoutSafetyCheck", "Description", "KeySpec", "KeyUsage", "MultiRegion", "Origin")
                .With("Policy", work.JsonText("KeyPolicy"))
                .With("Tags", work["Tags"] is JsonArray { Count: > 0 } tags ? TagsOf(tags) : null)).ConfigureAwait(false);
        var key = output.Object("KeyMetadata") ?? JsonObject.Empty;
        work.PhysicalId = key.String("KeyId") ?? "";
        await Rotate(work, wasRotated: false).ConfigureAwait(false);
        if (work.Properties.Bool("Enabled") is false)
        {
            await work.Call("kms", "DisableKey", ("KeyId", work.PhysicalId)).ConfigureAwait(false);
        }

        return new(work.PhysicalId, ("Arn", key["Arn"]), ("KeyId", key["KeyId"]));
    }

    /// <summary>A key that is to be off is switched off last, since a disabled one cannot be changed.</summary>
    public override async Task<Deployed> Update(ResourceWork work)
    {
        var (was, shall) = (work.Before.Bool("Enabled") is not false, work.Properties.Bool("Enabled") is not false);
        if (!was)
        {
            await work.Call("kms", "EnableKey", ("KeyId", work.PhysicalId)).ConfigureAwait(false);
        }

        if (work.Changes("Description"))
        {
            await work.Call("kms", "UpdateKeyDescription", ("KeyId", work.PhysicalId), ("Description", work["Description"] ?? "")).ConfigureAwait(false);
        }

        if (work.Changes("KeyPolicy") && work.JsonText("KeyPolicy") is { } policy)
        {
            await work.Call(
                "kms", "PutKeyPolicy", work.Pick("BypassPolicyLockoutSafetyCheck").With("KeyId", work.PhysicalId).With("Policy", policy)).ConfigureAwait(false);
        }

        if (work.Changes("EnableKeyRotation", "RotationPeriodInDays"))
        {
            await Rotate(work, work.Before.Bool("EnableKeyRotation") is true).ConfigureAwait(false);
        }

        await TagChanges.Apply(
            work,
            keys => work.Call("kms", "UntagResource", ("KeyId", work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call("kms", "TagResource", ("KeyId", work.PhysicalId), ("Tags", TagsOf(TagChanges.List(tags))))).ConfigureAwait(false);
        if (!shall)
        {
            await work.Call("kms", "DisableKey", ("KeyId", work.PhysicalId)).ConfigureAwait(false);
        }

        return new(work.PhysicalId, work.Attributes);
    }

    /// <summary>A key is deleted by itself after its days of grace.</summary>
    public override async Task Delete(ResourceWork work)
    {
        try
        {
            await work.Remove("kms", "ScheduleKeyDeletion", work.Pick("PendingWindowInDays").With("KeyId", work.PhysicalId)).ConfigureAwait(false);
        }
        catch (AwsException error) when (error.Code == "KMSInvalidStateException")
        {
            // Somebody has scheduled it before.
        }
    }

    private static async Task Rotate(ResourceWork work, bool wasRotated)
    {
        if (work.Properties.Bool("EnableKeyRotation") is true)
        {
            await work.Call("kms", "EnableKeyRotation", work.Pick("RotationPeriodInDays").With("KeyId", work.PhysicalId)).ConfigureAwait(false);
        }
        else if (wasRotated)
        {
            await work.Call("kms", "DisableKeyRotation", ("KeyId", work.PhysicalId)).ConfigureAwait(false);
        }
    }

    private static JsonArray TagsOf(JsonArray tags) => JsonArray.From(
        tags.Objects.Select(tag => JsonObject.Of(("TagKey", tag["Key"]), ("TagValue", tag["Value"]))));
}
