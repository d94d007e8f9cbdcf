using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>
/// Takes deliveries to their targets: at once from memory after their commit, from the journal after a restart, for a retry,
/// or when more wait than memory may hold. Each target has a lane of its own, so that a slow one holds up nobody else.
/// Deliveries are at least once, and exactly once where the target writes them down with their end
/// (<see cref="HandOver.Write"/>). Order is not promised.
/// </summary>
internal sealed class DeliveryDispatcher(Journal journal, Sequences sequences, DeliveryTargets targets, TimeProvider time, ILogger log)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DeliveryLane> _lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private DeliveryAttempt? _attempt;
    private long _bytes;
    private volatile bool _isRunning;

    public DeliveryLimits Limits { get; init; } = new();

    public DeliveryPermissions Permissions { get; init; } = DeliveryPermissions.Unchecked;

    internal Journal Journal { get; } = journal;

    internal TimeProvider Time { get; } = time;

    internal ILogger Log { get; } = log;

    internal CancellationToken Stopping => _stopping.Token;

    internal DeliveryAttempt Attempt => LazyInitializer.EnsureInitialized(
        ref _attempt, () => new(targets, Permissions, new DeadLetters(targets, Journal, Time), Time, Log));

    /// <summary>Numbers deliveries. They go out once what comes back is committed; all of them or, where that fails, none.</summary>
    public HandOver Prepare(IReadOnlyList<NewDelivery> made)
    {
        if (made.Count == 0)
        {
            return HandOver.Done;
        }

        var now = Time.GetUtcNow();
        var first = sequences.Next(made.Count);
        var deliveries = new Delivery[made.Count];
        for (var number = 0; number < made.Count; number++)
        {
            deliveries[number] = Numbered(made[number], first + number, now);
        }

        return new(
            connection =>
            {
                for (var number = 0; number < deliveries.Length; number++)
                {
                    DeliveryTable.Insert(connection, deliveries[number], made[number], now.ToUnixTimeMilliseconds());
                }
            },
            () =>
            {
                for (var number = 0; _isRunning && number < deliveries.Length; number++)
                {
                    LaneOf(deliveries[number].Target).Offer(deliveries[number]);
                }
            });
    }

    /// <summary>Begins to deliver, with what the journal holds from before. Until then deliveries wait in the journal.</summary>
    public void Start()
    {
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        if (Journal.Read(connection => connection.Number("SELECT 1 FROM deliveries WHERE state = 0 AND created > ?1 LIMIT 1", now)) is not null)
        {
            Journal.Write(connection => DeliveryTable.Realign(connection, now)).GetAwaiter().GetResult();
        }

        _isRunning = true;
        foreach (var target in Journal.Read(DeliveryTable.WaitingTargets))
        {
            Wake(target);
        }
    }

    /// <summary>Looks into the journal for deliveries to a target that are due (a redrive has put them there).</summary>
    public void Wake(string target)
    {
        if (_isRunning)
        {
            LaneOf(target).Look();
        }
    }

    /// <summary>
    /// Takes nothing more and waits for what is under way; what is not done by the limit is cut off and stays pending.
    /// </summary>
    public async Task StopAsync(TimeSpan limit)
    {
        _isRunning = false;
        var ends = Task.WhenAll(_lanes.Values.Select(lane => lane.Stop()));
        try
        {
            await ends.WaitAsync(limit, Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.LogWarning("Deliveries are still under way after {Limit}; they are cut off and go out again at the next start", limit);
            await _stopping.CancelAsync().ConfigureAwait(false);
            await ends.ConfigureAwait(false);
        }
    }

    /// <summary>Stops with a limit of ten seconds. Comes before the journal's end.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Whether memory has room for a payload; takes the room.</summary>
    /// <param name="isAssured">It gets room in any case, so that each lane goes on.</param>
    internal bool TryTakeRoom(int bytes, bool isAssured)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= Limits.Bytes || isAssured)
        {
            return true;
        }

        GiveRoom(bytes);
        return false;
    }

    internal void GiveRoom(int bytes) => Interlocked.Add(ref _bytes, -bytes);

    private DeliveryLane LaneOf(string target) => _lanes.GetOrAdd(target, static (target, dispatcher) => new(target, dispatcher), this);

    private static Delivery Numbered(NewDelivery made, long id, DateTimeOffset now) => new()
    {
        Id = id,
        EventSequence = made.EventSequence,
        EventId = made.EventId,
        Parent = made.Parent,
        Source = made.Source,
        Target = made.Target,
        Spec = made.Spec,
        Payload = made.Payload,
        Created = now,
        Fault = made.Fault,
    };
}
