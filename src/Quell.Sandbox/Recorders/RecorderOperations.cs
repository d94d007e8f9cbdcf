using Quell.Aws.Operations;

namespace Quell.Sandbox.Recorders;

/// <summary>The operations of AWS Config on recorders and delivery channels.</summary>
internal static class RecorderOperations
{
    private const string Service = "config";

    public static OperationTable AddRecorders(this OperationTable table) => table
        .Add(Service, "PutConfigurationRecorder", ConfigurationRecorders.PutConfigurationRecorder)
        .Add(Service, "DescribeConfigurationRecorders", ConfigurationRecorders.DescribeConfigurationRecorders)
        .Add(Service, "DescribeConfigurationRecorderStatus", ConfigurationRecorders.DescribeConfigurationRecorderStatus)
        .Add(Service, "DeleteConfigurationRecorder", ConfigurationRecorders.DeleteConfigurationRecorder)
        .Add(Service, "StartConfigurationRecorder", ConfigurationRecorders.StartConfigurationRecorder)
        .Add(Service, "StopConfigurationRecorder", ConfigurationRecorders.StopConfigurationRecorder)
        .Add(Service, "TagResource", RecorderTags.TagResource)
        .Add(Service, "UntagResource", RecorderTags.UntagResource)
        .Add(Service, "ListTagsForResource", RecorderTags.ListTagsForResource)
        .Add(Service, "PutDeliveryChannel", DeliveryChannels.PutDeliveryChannel)
        .Add(Service, "DescribeDeliveryChannels", DeliveryChannels.DescribeDeliveryChannels)
        .Add(Service, "DescribeDeliveryChannelStatus", DeliveryChannels.DescribeDeliveryChannelStatus)
        .Add(Service, "DeleteDeliveryChannel", DeliveryChannels.DeleteDeliveryChannel);
}
