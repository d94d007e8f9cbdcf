using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Why an event matches a pattern or the rules that there are, or does not. Nothing is stored or delivered.</summary>
internal static class ExplainApi
{
    public const int DefaultLimit = 10;

    /// <summary>Four times what PutEvents takes: explanations look at everything, and everything together.</summary>
    private const int LargestEvent = 1024 * 1024;

    /// <summary>Far more than PutRule takes.</summary>
    private const int LongestPattern = 256 * 1024;

    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var log = new EventLog(engines.Journal, engines.Bus.Seed);
        var explainer = new RuleExplainer(engines);
        return
        [
            ApiRoute.Post("/explain", "Why an event matches a pattern, or does not. Nothing is stored or delivered.", "Explanation",
                async (request, cancellationToken) => OfPattern(await request.Body(cancellationToken).ConfigureAwait(false), log)),
            ApiRoute.Post("/rules/explain", "Which rules an event matches, and which of the others come nearest. Nothing is stored or delivered.", "RuleExplanations",
                async (request, cancellationToken) => OfRules(await request.Body(cancellationToken).ConfigureAwait(false), log, explainer)),
        ];
    }

    private static JsonObject OfPattern(JsonObject body, EventLog log)
    {
        Check(body, "event", "pattern");
        var text = body["pattern"] switch
        {
            JsonString written => written.Value,
            JsonObject pattern => pattern.ToString(),
            _ => throw ApiException.BadRequest("'pattern' is wanted: an event pattern, as JSON or as a text that holds JSON."),
        };
        if (text.Length > LongestPattern)
        {
            throw ApiException.BadRequest($"'pattern' is over the limit of {LongestPattern / 1024} KiB.");
        }

        return EventPattern.TryCompile(text, out var compiled, out var error)
            ? Refusing(() => ExplanationJson.Of(Read(Event(body, log).Body).Explain(compiled)))
            : throw ApiException.BadRequest(error.Message);
    }

    private static JsonObject OfRules(JsonObject body, EventLog log, RuleExplainer explainer)
    {
        Check(body, "event", "rule", "bus", "limit");
        var (text, stored) = Event(body, log);
        var limit = body.Has("limit") ? body.Long("limit") ?? -1 : DefaultLimit;
        if (limit is < 0 or > ApiRequest.MaxLimit)
        {
            throw ApiException.BadRequest($"'limit' wants a number from 0 to {ApiRequest.MaxLimit}.");
        }

        var (rule, bus) = (Text(body, "rule"), Text(body, "bus") ?? stored?.Bus ?? BusTypes.DefaultBus);
        var rules = rule is null
            ? explainer.Rules.Where(one => one.Bus == bus && (stored is null || (one.Scope.Account == stored.Account && one.Scope.Region == stored.Region)))
            : explainer.Rules.Where(one => one.Name == rule || one.Arn == rule).ToList() is { Count: > 0 } named
                ? named
                : throw ApiException.NotFound($"There is no rule {rule} with a pattern.");
        return Refusing(() => explainer.Of(Read(text), text, rules, (int)limit));
    }

    private static void Check(JsonObject body, params ReadOnlySpan<string> known)
    {
        foreach (var name in body.Names)
        {
            if (!known.Contains(name))
            {
                throw ApiException.BadRequest($"There is no member '{name}' here, but {string.Join(", ", known.ToArray())}.");
            }
        }
    }

    private static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonString text => text.Value,
        _ => throw ApiException.BadRequest($"'{name}' wants a text."),
    };

    /// <summary>The event that is meant; with what the journal knows of it where its id was given.</summary>
    private static (ReadOnlyMemory<byte> Body, StoredEvent? Stored) Event(JsonObject body, EventLog log) => body["event"] switch
    {
        JsonObject given => (given.ToUtf8(), null),
        JsonString { Value: var text } when text.TrimStart().StartsWith('{') => (Encoding.UTF8.GetBytes(text), null),
        JsonString { Value: var id } => log.Find(id) is { } stored ? (stored.Body, stored) : throw ApiException.NotFound($"There is no event {id}."),
        _ => throw ApiException.BadRequest("'event' is wanted: an event with its envelope, or the id of one that is stored."),
    };

    private static ExplainedEvent Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > LargestEvent)
        {
            throw ApiException.BadRequest($"'event' is over the limit of {LargestEvent / (1024 * 1024)} MiB.");
        }

        return ExplainedEvent.Read(utf8);
    }

    private static JsonObject Refusing(Func<JsonObject> explain)
    {
        try
        {
            return explain();
        }
        catch (EventSyntaxException wrong)
        {
            throw ApiException.BadRequest($"'event' cannot be matched: {wrong.Message}");
        }
    }
}
