using Microsoft.Extensions.Logging;
using Quell.Aws;
using Quell.Storage;

namespace Quell.Deliveries;

/// <summary>
/// One attempt at a delivery: asks its target to take it, and decides what becomes of it. Never throws: whatever goes wrong
/// in a target is classified here, in one place.
/// </summary>
internal sealed class DeliveryAttempt(DeliveryTargets targets, DeliveryPermissions permissions, DeadLetters deadLetters, TimeProvider time, ILogger log)
{
    /// <summary>How long a target may take; targets with a time-out of their own end sooner.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <returns>Null where the process is stopping and nothing is known of the attempt.</returns>
    public async ValueTask<DeliveryOutcome?> Make(Delivery delivery, CancellationToken stopping)
    {
        string? warning = null;
        try
        {
            if (delivery.Fault is { } nothingToSend)
            {
                throw nothingToSend;
            }

            warning = permissions.Denial(delivery);
            if (warning is not null && permissions.IsStrict)
            {
                throw new DeliveryException("NO_PERMISSIONS", warning, isTransient: false);
            }

            CrashPoint.Reach(CrashPoint.DeliveryBeforeSend);
            var handOver = await Send(delivery, stopping).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.DeliveryAfterSend);
            return new(DeliveryState.Delivered, delivery.Attempts, time.GetUtcNow(), handOver) { Warning = warning };
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stays pending in the journal.
            return null;
        }
        catch (DeliveryPostponedException)
        {
            return null;
        }
        catch (Exception fault)
        {
            return await Fail(delivery, Classify(fault, delivery), warning, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>What becomes of a delivery whose attempt failed: another attempt, the dead-letter queue, or nothing.</summary>
    public async ValueTask<DeliveryOutcome?> Fail(Delivery delivery, DeliveryException fault, string? warning, CancellationToken stopping)
    {
        var policy = RetryPolicy.Of(delivery.Spec);
        var attempts = delivery.Attempts + 1;
        var delay = policy.Delay(delivery.Id, attempts);
        var next = time.GetUtcNow() + (fault.NotBefore > delay ? fault.NotBefore.Value : delay);
        var exhausted = fault.IsTransient ? policy.Exhausted(attempts, delivery.Created, next) : null;
        var outcome = fault.IsTransient && exhausted is null
            ? new DeliveryOutcome(DeliveryState.Pending, attempts, next, HandOver.Done) { ErrorCode = fault.Code, ErrorMessage = fault.Message }
            : await deadLetters.Take(delivery with { Attempts = attempts }, fault, exhausted, stopping).ConfigureAwait(false);
        return outcome is null ? null : outcome with { Warning = warning };
    }

    private async ValueTask<HandOver> Send(Delivery delivery, CancellationToken stopping)
    {
        var target = targets.Find(delivery.Target) ?? throw new DeliveryException(
            "SDK_CLIENT_ERROR", $"Nothing here delivers to {delivery.Target}.", isTransient: false);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            return await target.Accept(delivery, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new DeliveryException("TIMEOUT", $"{delivery.Target} did not answer within {Limit.TotalSeconds} seconds.", isTransient: true);
        }
    }

    private DeliveryException Classify(Exception fault, Delivery delivery)
    {
        switch (fault)
        {
            case DeliveryException known:
                return known;
            case AwsException refusal:
                return new(refusal.IsTransient ? "THROTTLING" : "SDK_CLIENT_ERROR", $"{refusal.Code}: {refusal.Message}", refusal.IsTransient, refusal);
            default:
                log.LogError(fault, "Delivery {Delivery} to {Target} failed", delivery.Id, delivery.Target);
                return new("INTERNAL_ERROR", fault.Message, isTransient: true, fault);
        }
    }
}
