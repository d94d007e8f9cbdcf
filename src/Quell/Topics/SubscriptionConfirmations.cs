using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Topics;

/// <summary>
/// Asks the endpoints of new subscriptions to confirm. Subscribe only marks the subscription; this loop turns the mark into a
/// delivery, both in one commit, so that a crash neither loses the question nor asks twice.
/// </summary>
internal sealed class SubscriptionConfirmations : IAsyncDisposable
{
    private readonly ResourceStore _store;
    private readonly DeliveryDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();

    // One token is enough to say "look": a second one that comes before the look would say nothing new.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _loop = Task.CompletedTask;

    public SubscriptionConfirmations(ResourceStore store, DeliveryDispatcher dispatcher, TimeProvider time, ILogger log)
    {
        (_store, _dispatcher, _time, _log) = (store, dispatcher, time, log);
        store.Changed += Look;
        store.Reset += Wake;
    }

    /// <summary>Begins, with what a crash has left.</summary>
    public void Start()
    {
        Wake();
        _loop = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Changed -= Look;
        _store.Reset -= Wake;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Look(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        foreach (var (key, value) in changes)
        {
            if (key.Type == Subscription.ResourceType && value?.Bool("IsConfirmationDue") is true)
            {
                Wake();
                return;
            }
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task Run()
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false))
            {
                _wake.Reader.TryRead(out _);
                await AskAll().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            _log.LogDebug("Confirmations end with the process");
        }
    }

    private async Task AskAll()
    {
        var due = _store.Current.ListAll(Subscription.ResourceType)
            .Where(entry => entry.Value.Bool("IsConfirmationDue") is true).Select(entry => entry.Key).ToList();
        foreach (var key in due)
        {
            try
            {
                await Ask(key).ConfigureAwait(false);
            }
            catch (JournalException fault)
            {
                // The mark is still there: the store's reset wakes the loop, or the next start finds it.
                _log.LogWarning(fault, "The confirmation of {Subscription} could not be written down", key.Id);
            }
        }
    }

    private async Task Ask(ResourceKey key)
    {
        var (handOver, durable) = _store.Run(state =>
        {
            var edit = new ResourceEdit(state);
            var subscription = state.Get(key) is { } value ? new Subscription(key.Id, key.Scope, value) : null;
            if (subscription is not { IsConfirmationDue: true } || Topic.Find(state, subscription.TopicArn) is not { } topic)
            {
                return new ResourceStep<HandOver>(edit, HandOver.Done);
            }

            subscription.With("IsConfirmationDue", null).Put(edit);
            var made = _dispatcher.Prepare([TopicFanOut.Confirmation(topic, subscription, Guid.NewGuid().ToString(), _time.GetUtcNow())]);
            return new ResourceStep<HandOver>(edit, made, made.Write);
        });
        await durable.ConfigureAwait(false);
        handOver.Committed?.Invoke();
    }
}
