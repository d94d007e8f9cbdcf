using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Deliveries;
using Quell.Mail;
using Quell.Storage;

namespace Quell.Topics;

/// <summary>What runs for topics: publishing, asking for confirmation, and the targets that deliveries of theirs go to.</summary>
internal sealed class LiveTopics : IAsyncDisposable
{
    private readonly SubscriptionConfirmations _confirmations;
    private readonly HttpMessageInvoker _client = HttpTarget.NewClient();

    /// <param name="targets">Gets topics and the endpoints of subscriptions; queues and functions are there by themselves.</param>
    public LiveTopics(
        ResourceStore store, Journal journal, DeliveryDispatcher dispatcher, DeliveryTargets targets, IMailTransport mail, TimeProvider time, ILogger log)
    {
        var fanOut = new TopicFanOut();
        Publishing = new(store, journal, dispatcher, fanOut, time);
        _confirmations = new(store, dispatcher, time, log);
        var email = new EmailTarget(mail, EmailTarget.DefaultFrom, time);
        var http = new HttpTarget(_client, time);
        targets
            .Add("sns", new TopicTarget(store, dispatcher, fanOut, time))
            .Add("email", email)
            .Add("email-json", email)
            .Add("http", http)
            .Add("https", http);
    }

    public Publishing Publishing { get; }

    /// <summary>Begins to ask for confirmations, with those that the last run has left.</summary>
    public void Start() => _confirmations.Start();

    /// <summary>Stops asking. To be called when the dispatcher has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _confirmations.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }
}
