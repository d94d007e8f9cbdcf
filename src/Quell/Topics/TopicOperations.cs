using Quell.Aws.Operations;

namespace Quell.Topics;

/// <summary>The operations of SNS.</summary>
internal static class TopicOperations
{
    private const string Service = "sns";

    public static OperationTable AddTopics(this OperationTable table, Publishing publishing) => table
        .Add(Service, "CreateTopic", TopicCreation.CreateTopic)
        .Add(Service, "DeleteTopic", TopicCreation.DeleteTopic)
        .Add(Service, "ListTopics", TopicCreation.ListTopics)
        .Add(Service, "GetTopicAttributes", TopicAttributes.GetTopicAttributes)
        .Add(Service, "SetTopicAttributes", TopicAttributes.SetTopicAttributes)
        .Add(Service, "AddPermission", TopicAttributes.AddPermission)
        .Add(Service, "RemovePermission", TopicAttributes.RemovePermission)
        .Add(Service, "TagResource", TopicTags.TagResource)
        .Add(Service, "UntagResource", TopicTags.UntagResource)
        .Add(Service, "ListTagsForResource", TopicTags.ListTagsForResource)
        .Add(Service, "Subscribe", SubscriptionCreation.Subscribe)
        .Add(Service, "ConfirmSubscription", SubscriptionCreation.ConfirmSubscription)
        .Add(Service, "Unsubscribe", SubscriptionCreation.Unsubscribe)
        .Add(Service, "ListSubscriptions", SubscriptionListing.ListSubscriptions)
        .Add(Service, "ListSubscriptionsByTopic", SubscriptionListing.ListSubscriptionsByTopic)
        .Add(Service, "GetSubscriptionAttributes", SubscriptionAttributes.GetSubscriptionAttributes)
        .Add(Service, "SetSubscriptionAttributes", SubscriptionAttributes.SetSubscriptionAttributes)
        .Add(Service, "Publish", publishing.Publish)
        .Add(Service, "PublishBatch", publishing.PublishBatch)
        .AddTimer(SubscriptionCreation.PendingTimer, SubscriptionCreation.Expire);
}
