using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Events.Operations;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>Starts, shows and cancels replays (API reference, StartReplay, DescribeReplay, ListReplays, CancelReplay).</summary>
internal static class ReplayOperations
{
    /// <summary>User guide, "Replaying archived events": active replays of an account and region.</summary>
    private const int MaxActive = 10;

    public static JsonObject StartReplay(OperationContext context, Sequences sequences)
    {
        var input = context.Input;
        var name = input.String("ReplayName") ?? "";
        var destination = input.Object("Destination") ?? JsonObject.Empty;
        var archive = CheckedArchive(context, destination);
        if (Time(input, "EventStartTime") >= Time(input, "EventEndTime"))
        {
            throw ArchiveErrors.Parameter("EventEndTime", "EventStartTime must be before EventEndTime.");
        }

        if (context.State.Get(context.Scope, ArchiveTypes.Replay, name) is not null)
        {
            throw EventErrors.Exists($"Replay {name} already exists.");
        }

        if (context.State.List(context.Scope, ArchiveTypes.Replay).Count(other => !ReplayStates.IsOver(other.String("State"))) >= MaxActive)
        {
            throw EventErrors.LimitExceeded("The requested resource exceeds the maximum number allowed.");
        }

        var replay = JsonObject.Of(
            ("ReplayName", name),
            ("ReplayArn", ArchiveTypes.ReplayArn(context.Scope, name)),
            ("Description", input["Description"]),
            ("State", ReplayStates.Starting),
            ("EventSourceArn", input["EventSourceArn"]),
            ("Destination", destination),
            ("EventStartTime", input["EventStartTime"]),
            ("EventEndTime", input["EventEndTime"]),
            ("ReplayStartTime", context.NowText),
            (ArchiveTypes.Position, ReplayPosition.Start(Time(input, "EventStartTime"), archive.Long(ArchiveTypes.Incarnation) ?? 0, sequences.Next()).ToJson()));
        context.State.Put(context.Scope, ArchiveTypes.Replay, name, replay);
        return JsonObject.Of(("ReplayArn", replay["ReplayArn"]), ("State", replay["State"]), ("ReplayStartTime", replay["ReplayStartTime"]));
    }

    public static JsonObject DescribeReplay(OperationContext context) => Shown(Required(context));

    public static JsonObject ListReplays(OperationContext context)
    {
        ListingFilter.Check(context.Input, "ListReplays");
        return Page.Of(context, "Replays", context.State.List(context.Scope, ArchiveTypes.Replay)
            .Where(replay => ListingFilter.Passes(context.Input, replay, "ReplayName"))
            .Select(replay => (replay.String("ReplayName") ?? "", (JsonValue)Shown(replay).Without("ReplayArn").Without("Description").Without("Destination"))));
    }

    public static JsonObject CancelReplay(OperationContext context)
    {
        var replay = Required(context);
        var name = replay.String("ReplayName") ?? "";
        if (!ReplayStates.Sends(replay.String("State")))
        {
            throw ArchiveErrors.IllegalStatus($"Replay {name} is not in a valid state for this operation.");
        }

        replay = replay.With("State", ReplayStates.Cancelling);
        context.State.Put(context.Scope, ArchiveTypes.Replay, name, replay);
        return JsonObject.Of(("ReplayArn", replay["ReplayArn"]), ("State", replay["State"]));
    }

    /// <summary>A replay as DescribeReplay answers it.</summary>
    public static JsonObject Shown(JsonObject replay) => replay.Without(ArchiveTypes.Position);

    public static DateTimeOffset Time(JsonObject replay, string member) =>
        DateTimeOffset.Parse(replay.String(member) ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static JsonObject Required(OperationContext context)
    {
        var name = context.Input.String("ReplayName") ?? "";
        return context.State.Get(context.Scope, ArchiveTypes.Replay, name) ?? throw ArchiveErrors.NoReplay(name);
    }

    private static JsonObject CheckedArchive(OperationContext context, JsonObject destination)
    {
        var arn = destination.String("Arn") ?? "";
        if (!arn.StartsWith("arn:", StringComparison.Ordinal) || BusRef.Of(arn, context.Scope) is not { } bus)
        {
            throw ArchiveErrors.Parameter("Destination.Arn", "Must contain an event bus ARN.");
        }

        if (bus.Scope != context.Scope || context.Bus(bus.Name) is null)
        {
            throw EventErrors.NoBus(bus.Name);
        }

        var source = context.Input.String("EventSourceArn");
        if (ArchiveTypes.NameOf(source, context.Scope) is not { } name || context.State.Get(context.Scope, ArchiveTypes.Archive, name) is not { } archive)
        {
            throw ArchiveErrors.Parameter("EventSourceArn", $"Archive {source?.Split('/')[^1]} does not exist.");
        }

        if (archive.String("EventSourceArn") != arn)
        {
            throw ArchiveErrors.Parameter("Destination.Arn", "Cross event bus replay is not permitted.");
        }

        CheckRules(context, destination, bus.Name);
        return archive;
    }

    private static void CheckRules(OperationContext context, JsonObject destination, string bus)
    {
        var rules = context.RulesOf(bus).Select(rule => rule.String("Arn")).ToHashSet(StringComparer.Ordinal);
        if (destination.Array("FilterArns").Strings.FirstOrDefault(filter => !rules.Contains(filter)) is { } unknown)
        {
            throw ArchiveErrors.Parameter(
                "Destination.FilterArns",
                Arn.TryParse(unknown, out var arn) && arn.Service == "events" && arn.Resource.StartsWith("rule/", StringComparison.Ordinal)
                    ? $"Rule {unknown} does not exist on EventBus {bus}."
                    : "Must contain rule ARNs.");
        }
    }
}
