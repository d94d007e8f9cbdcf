using EventId = Quell.Engine.Events.EventId;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Deliveries;
using Quell.Engine.Events;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Storage;
using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Quell.Events;

/// <summary>
/// The operation PutEvents: checks each entry, puts the good ones on their buses in one commit, then answers for each. An entry
/// for a bus that does not exist is refused; AWS says it was taken and drops it.
/// </summary>
internal sealed class PutEvents(EventBus bus, Sequences sequences, Journal journal, TimeProvider time)
{
    /// <summary>The operation as the table has it: for every protocol and caller.</summary>
    public async ValueTask<CallResult> Handle(Call call, CancellationToken cancellationToken)
    {
        if (call.Input.Has("EndpointId"))
        {
            throw new AwsException("ValidationException", "Quell has no global endpoints: PutEvents takes no EndpointId.");
        }

        using var body = PutEventsReader.Of(call.Input);
        var (results, handOver) = Match(call.Scope, body, call.Principal);
        var answer = new CallResult(JsonObject.Of(
            ("FailedEntryCount", results.Count(result => result.Fault is not null)),
            ("Entries", JsonArray.From(results.Select(result => result.ToJson())))));
        await Store(handOver, call.Record(answer)).ConfigureAwait(false);
        return answer;
    }

    /// <summary>
    /// The same for a request body of the JSON protocol (<c>{"Entries": […]}</c>) from an authenticated caller, without a
    /// tree of values in between.
    /// </summary>
    /// <param name="scope">The caller's account and the region that the request is for.</param>
    /// <returns>The response body; null where the request has to go the general way.</returns>
    /// <exception cref="AwsException">As the general way.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> HandleRaw(Scope scope, ReadOnlyMemory<byte> json)
    {
        using var body = PutEventsReader.Read(json.Span);
        if (body is null || NamesOtherAccount(body, scope))
        {
            return null;
        }

        return Render(await Put(scope, body, null).ConfigureAwait(false));
    }

    private async ValueTask<PutEventsResult[]> Put(Scope scope, PutEventsBody body, Principal? caller)
    {
        var (results, handOver) = Match(scope, body, caller);
        await Store(handOver, null).ConfigureAwait(false);
        return results;
    }

    /// <param name="along">Is committed with the events; null for nothing.</param>
    private async ValueTask Store(HandOver handOver, JournalWrite? along)
    {
        if (handOver.Write is { } write)
        {
            try
            {
                await journal.Write(along is null ? write : write + along).ConfigureAwait(false);
            }
            catch (JournalException fault)
            {
                throw new AwsException("InternalException", fault.Message, 500);
            }
        }

        handOver.Committed?.Invoke();
    }

    private (PutEventsResult[] Results, HandOver HandOver) Match(Scope scope, PutEventsBody body, Principal? caller)
    {
        try
        {
            return Prepare(scope, body, caller);
        }
        catch (EventSyntaxException refusal)
        {
            // A detail that is JSON and yet no rule can be held to: keys that repeat, with long arrays. Nothing has been stored.
            throw new AwsException("ValidationException", refusal.Message);
        }
    }

    private (PutEventsResult[] Results, HandOver HandOver) Prepare(Scope scope, PutEventsBody body, Principal? caller)
    {
        var results = new PutEventsResult[body.Count];
        var buses = new BusRef[body.Count];
        var size = 0;
        for (var entry = 0; entry < body.Count; entry++)
        {
            var given = body.EntryAt(entry);
            size += given.Size;
            var fault = given.Check() ?? Find(body.Text(body[entry].Bus), scope, out buses[entry])
                ?? (buses[entry].Scope.Account == scope.Account ? null : Denial(buses[entry], given, caller));
            results[entry] = new(null, fault);
        }

        if (size > PutEventsEntry.MaxRequestSize)
        {
            throw new AwsException("ValidationException", PutEventsEntry.TooLarge);
        }

        var prepared = new PreparedEvents(time.GetUtcNow());
        var accountAndRegion = (Encoding.UTF8.GetBytes(scope.Account), Encoding.UTF8.GetBytes(scope.Region));
        for (var first = 0; first < body.Count; first++)
        {
            if (results[first] is { Fault: null, EventId: null })
            {
                AddBatch(prepared, body, buses, results, buses[first], accountAndRegion);
            }
        }

        return (results, bus.Finish(prepared));
    }

    // All entries for one bus go into one batch.
    private void AddBatch(
        PreparedEvents prepared, PutEventsBody body, BusRef[] buses, PutEventsResult[] results, BusRef to, (byte[] Account, byte[] Region) from)
    {
        var count = 0;
        for (var entry = 0; entry < results.Length; entry++)
        {
            count += results[entry].Fault is null && buses[entry] == to ? 1 : 0;
        }

        var batch = new EventBatch(to.Scope, to.Name, sequences.Next(count), count);
        Span<byte> id = stackalloc byte[EventId.Length];
        for (var entry = 0; entry < results.Length; entry++)
        {
            if (results[entry].Fault is not null || buses[entry] != to)
            {
                continue;
            }

            EventId.Write(id, batch.SequenceOf(batch.Count), bus.Seed);
            results[entry] = new(Encoding.ASCII.GetString(id), null);
            var places = body[entry];
            batch.Add(new EventParts
            {
                Id = id,
                Source = body.Text(places.Source),
                DetailType = body.Text(places.DetailType),
                Account = from.Account,
                Region = from.Region,
                Time = places.Time ?? prepared.Now,
                ResourcesJson = body.Text(places.Resources),
                DetailJson = body.Text(places.Detail),
            });
        }

        EventBus.Add(prepared, batch.Seal(), bus.Buses.Find(to.Scope, to.Name) ?? BusRules.None);
    }

    private PutEventsFault? Find(ReadOnlySpan<byte> name, Scope scope, out BusRef found)
    {
        found = new(scope, BusTypes.DefaultBus);
        if (name.IsEmpty || name.SequenceEqual("default"u8))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(name);
        if (BusRef.Of(text, scope) is { } named && bus.Buses.Find(named.Scope, named.Name) is not null)
        {
            found = named;
            return null;
        }

        return new("InvalidArgument", $"Parameter EventBusName is not valid. Reason: Event bus {text} does not exist.");
    }

    // A bus of another account takes what its policy allows.
    private PutEventsFault? Denial(BusRef to, PutEventsEntry entry, Principal? caller)
    {
        var arn = BusTypes.BusArn(to.Scope, to.Name);
        return caller is not null && BusPermission.Allows(bus.Buses.PolicyOf(to), caller, arn, BusPermission.Facts(entry.Source, entry.DetailType))
            ? null
            : new(
                "AccessDeniedException",
                $"User: {caller?.Arn} is not authorized to perform: {BusPermission.Action} on resource: {arn} because no resource-based policy allows the {BusPermission.Action} action");
    }

    private static bool NamesOtherAccount(PutEventsBody body, Scope scope)
    {
        for (var entry = 0; entry < body.Count; entry++)
        {
            var bus = body.Text(body[entry].Bus);
            if (bus.StartsWith("arn:"u8) && BusRef.Of(Encoding.UTF8.GetString(bus), scope) is { } named && named.Scope.Account != scope.Account)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Render(PutEventsResult[] results)
    {
        if (Array.Exists(results, result => result.Fault is not null))
        {
            return JsonObject.Of(
                ("FailedEntryCount", results.Count(result => result.Fault is not null)),
                ("Entries", JsonArray.From(results.Select(result => result.ToJson())))).ToUtf8();
        }

        var text = new ArrayBufferWriter<byte>(48 + (results.Length * 56));
        text.Write("{\"FailedEntryCount\":0,\"Entries\":["u8);
        for (var entry = 0; entry < results.Length; entry++)
        {
            text.Write(entry == 0 ? "{\"EventId\":\""u8 : ",{\"EventId\":\""u8);
            Encoding.ASCII.GetBytes(results[entry].EventId, text);
            text.Write("\"}"u8);
        }

        text.Write("]}"u8);
        return text.WrittenMemory;
    }
}

/// <summary>What became of one entry: its id, or why it was refused.</summary>
internal readonly record struct PutEventsResult(string? EventId, PutEventsFault? Fault)
{
    public JsonValue ToJson() => Fault is null
        ? JsonObject.Of(("EventId", EventId is null ? null : (JsonValue)EventId))
        : JsonObject.Of(("ErrorCode", Fault.Code), ("ErrorMessage", Fault.Message));
}
