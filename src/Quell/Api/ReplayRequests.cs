using System.Globalization;
using Quell.Archives;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Server;

namespace Quell.Api;

/// <summary>Starts and cancels replays for people: through the operations of EventBridge, so that the trail has them.</summary>
internal sealed class ReplayRequests(Engines engines)
{
    private const int LongestName = 64;

    /// <returns>The replay's resource.</returns>
    /// <exception cref="ApiException">Something in the body is wrong, or names what is not there.</exception>
    public async Task<ResourceKey> Start(JsonObject body, CancellationToken cancellationToken)
    {
        var state = engines.Store.Current;
        var (archive, definition) = ReplaysApi.Find(
            state, body.String("archive") ?? throw ApiException.BadRequest("The body wants \"archive\", the name of an archive."), ArchiveTypes.Archive);
        var now = engines.Time.GetUtcNow();
        var name = body.String("name") ?? string.Create(CultureInfo.InvariantCulture, $"{archive.Id[..Math.Min(archive.Id.Length, 40)]}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'.'fff}");
        if (name.Length is 0 or > LongestName || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_')))
        {
            throw ApiException.BadRequest($"name wants 1 to {LongestName} letters, digits, dots, dashes and underscores, not '{name}'.");
        }

        var source = definition.String("EventSourceArn") ?? "";
        var bus = BusRef.Of(source, archive.Scope)?.Name ?? BusTypes.DefaultBus;
        var rules = body.Array("rules").Strings.Select(rule => RuleArn(state, archive.Scope, bus, rule)).ToList();
        await Call(archive.Scope, "StartReplay", JsonObject.Of(
            ("ReplayName", name),
            ("Description", body["description"]),
            ("EventSourceArn", definition["ArchiveArn"]),
            ("EventStartTime", Time(body, "from", DateTimeOffset.UnixEpoch)),
            ("EventEndTime", Time(body, "to", now)),
            ("Destination", JsonObject.Of(
                ("Arn", source),
                ("FilterArns", rules.Count == 0 ? null : JsonArray.From(rules.Select(rule => (JsonValue)rule)))))), cancellationToken).ConfigureAwait(false);
        return new(archive.Scope, ArchiveTypes.Replay, name);
    }

    /// <inheritdoc cref="Start"/>
    public async Task<ResourceKey> Cancel(string replay, CancellationToken cancellationToken)
    {
        var key = ReplaysApi.Find(engines.Store.Current, replay).Key;
        await Call(key.Scope, "CancelReplay", JsonObject.Of(("ReplayName", key.Id)), cancellationToken).ConfigureAwait(false);
        return key;
    }

    private async Task Call(Scope scope, string operation, JsonObject input, CancellationToken cancellationToken)
    {
        try
        {
            await engines.Gate.Pass(
                new Call
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Service = "events",
                    Operation = operation,
                    Input = input,
                    Scope = scope,
                    Principal = engines.Operator?.Principal ?? Principal.Root(scope.Account),
                    Time = engines.Time.GetUtcNow(),
                    UserAgent = "quell",
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (AwsException refusal)
        {
            throw ApiException.BadRequest(refusal.Message);
        }
    }

    private static string RuleArn(ResourceSet state, Scope scope, string bus, string rule)
    {
        var arn = rule.StartsWith("arn:", StringComparison.Ordinal) ? rule : BusTypes.RuleArn(scope, bus, rule);
        return state.List(scope, BusTypes.Rule).Values.Any(one => one.String("Arn") == arn && one.String("EventBusName") == bus)
            ? arn
            : throw ApiException.NotFound($"There is no rule {rule} on the bus {bus}.");
    }

    private static string Time(JsonObject body, string member, DateTimeOffset otherwise) => body[member] switch
    {
        null => Timestamps.ToNeutral(otherwise),
        JsonString text when DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => Timestamps.ToNeutral(time),
        var other => throw ApiException.BadRequest($"{member} wants a time such as 2026-01-31T12:00:00Z, not {other}."),
    };
}
