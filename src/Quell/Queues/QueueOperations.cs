using Quell.Accounts;
using Quell.Aws.Operations;
using Quell.Queues.Moving;

namespace Quell.Queues;

/// <summary>The operations of SQS.</summary>
internal static class QueueOperations
{
    private const string Service = "sqs";

    public static OperationTable AddQueues(this OperationTable table, ResourceStore store, LiveQueues queues)
    {
        var sending = new MessageSending(store, queues);
        var receiving = new MessageReceiving(store, queues);
        var moving = new MoveTaskOperations(store, queues);
        var settling = new MessageSettling(store, queues);
        return table
            .Add(Service, "CreateQueue", QueueCreation.CreateQueue)
            .Add(Service, "DeleteQueue", QueueCreation.DeleteQueue)
            .Add(Service, "GetQueueUrl", QueueCreation.GetQueueUrl)
            .Add(Service, "ListQueues", QueueCreation.ListQueues)
            .Add(Service, "SetQueueAttributes", QueueSettings.SetQueueAttributes)
            .Add(Service, "AddPermission", QueueSettings.AddPermission)
            .Add(Service, "RemovePermission", QueueSettings.RemovePermission)
            .Add(Service, "ListDeadLetterSourceQueues", QueueSettings.ListDeadLetterSourceQueues)
            .Add(Service, "TagQueue", QueueTags.TagQueue)
            .Add(Service, "UntagQueue", QueueTags.UntagQueue)
            .Add(Service, "ListQueueTags", QueueTags.ListQueueTags)
            .Add(Service, "SendMessage", sending.SendMessage)
            .Add(Service, "SendMessageBatch", sending.SendMessageBatch)
            .Add(Service, "ReceiveMessage", receiving.ReceiveMessage)
            .Add(Service, "DeleteMessage", settling.DeleteMessage)
            .Add(Service, "DeleteMessageBatch", settling.DeleteMessageBatch)
            .Add(Service, "ChangeMessageVisibility", settling.ChangeMessageVisibility)
            .Add(Service, "ChangeMessageVisibilityBatch", settling.ChangeMessageVisibilityBatch)
            .Add(Service, "PurgeQueue", settling.PurgeQueue)
            .Add(Service, "StartMessageMoveTask", moving.StartMessageMoveTask)
            .Add(Service, "ListMessageMoveTasks", moving.ListMessageMoveTasks)
            .Add(Service, "CancelMessageMoveTask", MoveTaskOperations.CancelMessageMoveTask)
            .Add(Service, "GetQueueAttributes", settling.GetQueueAttributes);
    }
}
