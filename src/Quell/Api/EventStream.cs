using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>
/// The live tail of events, as server-sent events (HTML standard, section 9.2): the data of each is the event as the listing
/// has it, its id the sequence number. <c>?after=SEQUENCE</c> begins behind that one, else behind the last.
/// </summary>
internal sealed class EventStream(Engines engines, CancellationToken stopping)
{
    private const int PageSize = 1_000;

    /// <summary>A comment goes out this often, so that who has gone is noticed.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly EventLog _log = new(engines.Journal, engines.Bus.Seed);

    public async Task Serve(HttpContext context)
    {
        var request = new ApiRequest(context);
        request.Check([new("after", "integer", "")]);
        var after = request.Number("after") ?? _log.Last();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var signal = new SemaphoreSlim(0, 1);
        void Wake(long last)
        {
            // Full already: whoever waits looks at all there is.
            lock (signal)
            {
                if (signal.CurrentCount == 0)
                {
                    signal.Release();
                }
            }
        }

        engines.Bus.Stored += Wake;
        try
        {
            await context.Response.WriteAsync(": events\n\n", ending.Token).ConfigureAwait(false);
            await Tail(context.Response, signal, after, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The caller has gone, or the process ends: so does the tail.
        }
        finally
        {
            engines.Bus.Stored -= Wake;
        }
    }

    private async Task Tail(HttpResponse response, SemaphoreSlim signal, long after, CancellationToken cancellationToken)
    {
        var (last, shown) = (after, new HashSet<long>());
        while (true)
        {
            // What was numbered earlier may be stored later: look again a little behind.
            var page = _log.After(Math.Max(after, last - EventLog.Overlap), EventLog.Overlap + PageSize);
            foreach (var stored in page.Where(stored => shown.Add(stored.Sequence)))
            {
                await response.WriteAsync($"id: {stored.Sequence}\ndata: {EventsApi.ToJson(stored)}\n\n", cancellationToken).ConfigureAwait(false);
                last = Math.Max(last, stored.Sequence);
            }

            shown.RemoveWhere(sequence => sequence < last - EventLog.Overlap);
            if (page.Count < EventLog.Overlap + PageSize && !await signal.WaitAsync(Heartbeat, cancellationToken).ConfigureAwait(false))
            {
                await response.WriteAsync(": alive\n\n", cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
