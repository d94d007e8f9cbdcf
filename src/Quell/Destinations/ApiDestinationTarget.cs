using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Quell.Accounts;
using Quell.Connections;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Storage;

namespace Quell.Destinations;

/// <summary>
/// An API destination as the target of a rule: one request for each event, at the destination's rate (user guide, "API
/// destinations as targets"). 409, 429 and server faults are tried again, other answers outside 200 to 299 are final; an OAuth
/// token that is not taken is thrown away, and the delivery tried again with a new one. Connections to the endpoint are kept
/// open, where AWS closes each.
/// </summary>
internal sealed class ApiDestinationTarget(ResourceStore store, ConnectedRequests requests, Journal journal, TimeProvider time) : ITarget, IDisposable
{
    /// <summary>What PutEvents takes at most; an input template can make more of it.</summary>
    private const int LargestBody = 1 << 20;

    private static readonly IReadOnlyList<KeyValuePair<string, string>> Fixed =
        [new("User-Agent", "Amazon/EventBridge/ApiDestinations"), new("Range", "bytes=0-1048575")];

    private readonly ConcurrentDictionary<string, RateGate> _gates = new(StringComparer.Ordinal);

    private readonly CancellationTokenSource _stopping = new();

    // A target in memory is one object for all of its deliveries.
    private readonly ConditionalWeakTable<JsonObject, EndpointTemplate> _templates = [];

    public async ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Payload.Length > LargestBody)
        {
            throw new DeliveryException(
                "SDK_CLIENT_ERROR", $"The request's body has {delivery.Payload.Length} bytes; an API destination takes {LargestBody}.", isTransient: false);
        }

        try
        {
            var template = TemplateOf(delivery);
            var (url, headers) = template.Static ?? template.Make(EventOf(delivery));
            var request = new EndpointRequest(template.Method, url) { Headers = headers, Fixed = Fixed, Body = delivery.Payload };
            await WaitForTurn(delivery, template.Rate, cancellationToken).ConfigureAwait(false);
            Check(await requests.Send(template.Connection, request, cancellationToken).ConfigureAwait(false));
            return HandOver.Done;
        }
        catch (EndpointException fault)
        {
            throw new DeliveryException(CodeOf(fault.Fault), $"Unable to invoke ApiDestination endpoint: {fault.Message}", fault.IsTransient, fault);
        }
    }

    /// <summary>Lets those go that wait for their turn: the process is about to stop, and they stay pending in the journal.</summary>
    public void StopWaiting() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private async ValueTask WaitForTurn(Delivery delivery, long rate, CancellationToken cancellationToken)
    {
        var turn = _gates.GetOrAdd(delivery.Target, static (_, time) => new(time), time).Wait(rate);
        if (turn <= TimeSpan.Zero)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            await Task.Delay(turn, time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new DeliveryPostponedException();
        }
    }

    private EndpointTemplate TemplateOf(Delivery delivery)
    {
        var key = ApiDestination.KeyOf(delivery.Target);
        var destination = key is { } known ? store.Current.Get(known) : null;
        if (destination is null || destination.String("ApiDestinationArn") != delivery.Target)
        {
            throw new DeliveryException("NO_RESOURCE", $"The API destination {delivery.Target} does not exist.", isTransient: false);
        }

        if (!_templates.TryGetValue(delivery.Spec, out var template) || !ReferenceEquals(template.Destination, destination))
        {
            CheckScope(delivery);
            template = new(destination, delivery.Spec);
            _templates.AddOrUpdate(delivery.Spec, template);
        }

        return template;
    }

    // A rule reaches destinations of its own account and region only (user guide, "API destinations as targets").
    private static void CheckScope(Delivery delivery)
    {
        if (Arn.TryParse(delivery.Source, out var source) && Arn.TryParse(delivery.Target, out var target) && source.Scope != target.Scope)
        {
            throw new DeliveryException(
                "NO_PERMISSIONS", $"A rule of {source.Scope} cannot invoke {delivery.Target}: an API destination serves its own account and region.", isTransient: false);
        }
    }

    /// <summary>The event itself, also where the payload is what the target's input settings made of it.</summary>
    private JsonValue EventOf(Delivery delivery) => JsonValue.Parse(
        delivery.EventSequence is { } sequence && journal.Read(connection => new EventReader(connection).Read(sequence)) is { } stored
            ? stored.Body.Span
            : delivery.Payload.Span);

    private void Check(EndpointAnswer answer)
    {
        if (answer.Status is >= 200 and < 300)
        {
            return;
        }

        var wait = RetryAfter.Read(answer.Header("Retry-After"), time.GetUtcNow());
        var mayHelp = answer.IsTokenStale || answer.Status is 409 or 429 or >= 500;
        throw new DeliveryException(
            answer.Status == 429 ? "THROTTLING" : "ERROR_FROM_TARGET",
            $"Unable to invoke ApiDestination endpoint: it answered {answer.Status} {answer.Reason}".TrimEnd() + ".",
            mayHelp && !(wait < TimeSpan.Zero))
        {
            NotBefore = wait,
        };
    }

    private static string CodeOf(EndpointFault fault) => fault switch
    {
        EndpointFault.NoConnection => "NO_RESOURCE",
        EndpointFault.NotAuthorized => "NO_PERMISSIONS",
        EndpointFault.Unreachable => "CONNECTION_FAILURE",
        EndpointFault.TimedOut => "TIMEOUT",
        _ => "SDK_CLIENT_ERROR",
    };
}
