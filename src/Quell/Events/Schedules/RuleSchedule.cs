using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Schedules;
using Quell.Engine.Scopes;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Events.Schedules;

/// <summary>
/// Sets rules going by their schedule (user guide, "Creating a scheduled rule (legacy)"): each enabled rule with a schedule
/// has one timer, which fires and sets itself anew in one transaction. What came due while Quell was not running is made up
/// for by one event, not by as many as were missed.
/// </summary>
internal static class RuleSchedule
{
    public const string TimerKind = "events:schedule";

    // PutEvents takes no source that begins with aws., so nobody else makes such an event.
    private const string Source = "aws.events";
    private const string DetailType = "Scheduled Event";
    private const string Prefix = "events-schedule/";

    /// <summary>
    /// Brings a rule's timer in step with its definition. The timer stays as it is while the rule is enabled and its expression is
    /// the same; a rate counts from where this sets it.
    /// </summary>
    public static void Keep(ResourceEdit state, Scope scope, string ruleId, DateTimeOffset now)
    {
        var key = new ResourceKey(scope, Timer.ResourceType, Prefix + ruleId);
        var (wanted, set) = (Expression(state.Get(scope, BusTypes.Rule, ruleId)), state.Get(scope, key.Type, key.Id));
        if (wanted == set?.Object("Data")?.String("Expression"))
        {
            return;
        }

        if (set is not null)
        {
            state.Delete(scope, key.Type, key.Id);
        }

        if (wanted is not null)
        {
            Set(state, key, wanted, now, now);
        }
    }

    /// <summary>Puts the event on its way and sets the timer for the next time.</summary>
    public static void Fire(Transaction transaction, Timer timer)
    {
        var (scope, ruleId) = (timer.Key.Scope, timer.Key.Id[Prefix.Length..]);
        var expression = timer.Data.String("Expression");
        if (expression is null || transaction.State.Get(scope, BusTypes.Rule, ruleId) is not { } rule || Expression(rule) != expression)
        {
            return;
        }

        transaction.EmitToRule(
            BusTypes.Split(ruleId).Rule, scope, Source, DetailType, JsonArray.From([rule.String("Arn") ?? ""]), JsonObject.Empty);
        Set(transaction.State, timer.Key, expression, transaction.Now, StartOf(timer));
    }

    /// <summary>
    /// Sets those timers anew that would be due earlier had they been set now: the clock has gone back, by hours or years, and no
    /// rule is to wait for them.
    /// </summary>
    public static void Realign(ResourceEdit state, DateTimeOffset now)
    {
        foreach (var timer in state.Current.ListAll(Timer.ResourceType).Select(entry => Timer.From(entry.Key, entry.Value)).Where(timer => timer.Kind == TimerKind))
        {
            var (expression, start) = (timer.Data.String("Expression") ?? "", StartOf(timer));
            var from = start < now ? start : now;
            if (ScheduleExpression.TryParse(expression, out var schedule) && schedule.Next(now, from) < timer.Due)
            {
                Set(state, timer.Key, expression, now, from);
            }
        }
    }

    /// <summary>The ARN of the rule whose schedule put a stored event where it is; null for an event of another origin.</summary>
    public static string? RuleOf(StoredEvent stored)
    {
        var facts = BusPermission.FactsOf(stored.Body.Span);
        return stored.Bus == BusTypes.DefaultBus
            && (facts.GetValueOrDefault("events:source"), facts.GetValueOrDefault("events:detail-type")) == (Source, DetailType)
            && (JsonValue.Parse(stored.Body.Span) as JsonObject)?.Array("resources").Strings.FirstOrDefault() is { } rule
            && Arn.TryParse(rule, out var arn) && arn.Scope == new Scope(stored.Account, stored.Region)
            ? rule
            : null;
    }

    private static DateTimeOffset StartOf(Timer timer) => DateTimeOffset.Parse(timer.Data.String("Start") ?? "", CultureInfo.InvariantCulture);

    private static string? Expression(JsonObject? rule) => rule?.String("State") == "DISABLED" ? null : rule?.String("ScheduleExpression");

    private static void Set(ResourceEdit state, ResourceKey key, string expression, DateTimeOffset now, DateTimeOffset start)
    {
        if (ScheduleExpression.TryParse(expression, out var schedule) && schedule.Next(now, start) is { } due)
        {
            Timer.Set(state, key, due, TimerKind, JsonObject.Of(
                ("Expression", expression), ("Start", start.ToString("O", CultureInfo.InvariantCulture))));
        }
    }
}
