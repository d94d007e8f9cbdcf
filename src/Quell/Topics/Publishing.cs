using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Queues;
using Quell.Storage;

namespace Quell.Topics;

/// <summary>Publish and PublishBatch: the message's deliveries are durable before its publisher is answered.</summary>
internal sealed class Publishing(ResourceStore store, Journal journal, DeliveryDispatcher dispatcher, TopicFanOut fanOut, TimeProvider time)
{
    private const int MaxBatchBytes = 262_144;

    public async ValueTask<CallResult> Publish(Call call, CancellationToken cancellationToken)
    {
        if (call.Input.Has("PhoneNumber"))
        {
            throw TopicErrors.Unsupported("text messages to phone numbers");
        }

        var topic = Find(call, call.Input.Has("TopicArn") ? "TopicArn" : "TargetArn");
        var message = TopicMessage.Read(call.Input, time.GetUtcNow());
        var answer = new CallResult(JsonObject.Of(("MessageId", message.Id)));
        await Send(topic, [message], call.Record(answer)).ConfigureAwait(false);
        return answer;
    }

    public async ValueTask<CallResult> PublishBatch(Call call, CancellationToken cancellationToken)
    {
        var topic = Find(call, "TopicArn");
        var entries = BatchEntries.Of(call.Input, "PublishBatchRequestEntries");
        if (entries.Sum(TopicMessage.Size) > MaxBatchBytes)
        {
            throw new AwsException("BatchRequestTooLong", "The length of all the messages put together is more than the limit.");
        }

        var results = new BatchResults();
        var messages = new List<TopicMessage>();
        foreach (var entry in entries)
        {
            results.Try(entry, () =>
            {
                var message = TopicMessage.Read(entry, time.GetUtcNow());
                messages.Add(message);
                return JsonObject.Of(("MessageId", message.Id));
            });
        }

        var answer = new CallResult(results.ToOutput());
        await Send(topic, messages, call.Record(answer)).ConfigureAwait(false);
        return answer;
    }

    private async Task Send(Topic topic, List<TopicMessage> messages, JournalWrite? along)
    {
        var deliveries = messages.SelectMany(message => fanOut.Deliveries(store.Current, topic, message, null)).ToList();
        if (deliveries.Count == 0)
        {
            return;
        }

        var handOver = dispatcher.Prepare(deliveries);
        await journal.Write(connection =>
        {
            handOver.Write?.Invoke(connection);
            along?.Invoke(connection);
        }).ConfigureAwait(false);
        handOver.Committed?.Invoke();
    }

    private Topic Find(Call call, string member)
    {
        var text = call.Input.String(member);
        if (!Arn.TryParse(text, out var arn) || arn.Service != "sns")
        {
            throw TopicErrors.Invalid(member);
        }

        return arn.Account != call.Scope.Account
            ? throw TopicErrors.Denied("Publish", arn.ToString())
            : Topic.Find(store.Current, text) ?? throw TopicErrors.NoTopic();
    }
}
