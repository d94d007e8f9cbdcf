using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Recorders;

/// <summary>Where a recorder's records go (AWS Config Developer Guide, "Working with the Delivery Channel"); none are sent.</summary>
internal static class DeliveryChannels
{
    private const string ResourceType = "config:delivery-channel";
    private const string UsualName = "default";

    public static JsonObject PutDeliveryChannel(OperationContext context)
    {
        var given = context.Input.Object("DeliveryChannel") ?? JsonObject.Empty;
        var name = given.String("name") ?? UsualName;
        if (!ConfigurationRecorders.All(context).Any())
        {
            throw new AwsException(
                "NoAvailableConfigurationRecorderException", "Configuration recorder is not available to put delivery channel.");
        }

        if (All(context).Any(channel => channel.String("name") != name))
        {
            throw new AwsException(
                "MaxNumberOfDeliveryChannelsExceededException",
                $"Failed to put delivery channel '{name}' because the maximum number of delivery channels: 1 is reached.");
        }

        if (Bucket.Find(context.State.Current, given.String("s3BucketName") ?? "") is null)
        {
            throw new AwsException("NoSuchBucketException", $"Cannot find a S3 bucket with the name '{given.String("s3BucketName")}'.");
        }

        context.State.Put(context.Scope, ResourceType, name, given.With("name", name));
        return JsonObject.Empty;
    }

    public static JsonObject DescribeDeliveryChannels(OperationContext context) =>
        JsonObject.Of(("DeliveryChannels", JsonArray.From(Named(context))));

    public static JsonObject DescribeDeliveryChannelStatus(OperationContext context) => JsonObject.Of(
        ("DeliveryChannelsStatus", JsonArray.From(Named(context).Select(channel => JsonObject.Of(("name", channel["name"]))))));

    public static JsonObject DeleteDeliveryChannel(OperationContext context)
    {
        var name = context.Input.String("DeliveryChannelName") ?? "";
        Get(context, name);
        if (ConfigurationRecorders.All(context).Any(ConfigurationRecorders.IsRecording))
        {
            throw new AwsException(
                "LastDeliveryChannelDeleteFailedException",
                $"Failed to delete last specified delivery channel with name '{name}', because there is a running configuration recorder.");
        }

        context.State.Delete(context.Scope, ResourceType, name);
        return JsonObject.Empty;
    }

    public static IEnumerable<JsonObject> All(OperationContext context) => context.State.List(context.Scope, ResourceType);

    private static IEnumerable<JsonObject> Named(OperationContext context)
    {
        var names = context.Input.Array("DeliveryChannelNames").Strings.ToList();
        return names.Count == 0 ? All(context) : names.Select(name => Get(context, name));
    }

    private static JsonObject Get(OperationContext context, string name) =>
        context.State.Get(context.Scope, ResourceType, name) ?? throw RecorderErrors.NoSuchChannel(name);
}
