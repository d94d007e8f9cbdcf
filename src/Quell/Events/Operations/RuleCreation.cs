using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Schedules;
using Quell.Events.Schedules;

namespace Quell.Events.Operations;

/// <summary>Creates, changes, switches and deletes rules.</summary>
internal static class RuleCreation
{
    private const int MaxRules = 300;

    /// <summary>Creates a rule, or replaces all of one but its targets and tags (API reference, PutRule).</summary>
    public static JsonObject PutRule(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        var (scope, bus) = context.RuleBus(name);
        Check(context.Input, bus);
        var id = BusTypes.RuleId(bus, name);
        var old = context.State.Get(scope, BusTypes.Rule, id);
        if (old is null && context.RulesOf(new BusRef(scope, bus)).Skip(MaxRules - 1).Any())
        {
            throw EventErrors.LimitExceeded("The requested resource exceeds the maximum number allowed.");
        }

        var arn = BusTypes.RuleArn(scope, bus, name);
        RoleCheck.Check(context, context.Input.String("RoleArn"), arn);
        context.State.Put(scope, BusTypes.Rule, id, JsonObject.Of(
            ("Name", name),
            ("Arn", arn),
            ("EventPattern", NotEmpty(context.Input, "EventPattern")),
            ("ScheduleExpression", NotEmpty(context.Input, "ScheduleExpression")),
            ("State", context.Input.String("State") ?? "ENABLED"),
            ("Description", context.Input["Description"]),
            ("RoleArn", context.Input["RoleArn"]),
            ("EventBusName", bus),
            ("CreatedBy", old?.String("CreatedBy") ?? context.Scope.Account),
            ("Tags", old is null ? context.Input["Tags"] : old["Tags"])));
        RuleSchedule.Keep(context.State, scope, id, context.Now);
        context.Touches(arn, "AWS::Events::Rule");
        return JsonObject.Of(("RuleArn", arn));
    }

    public static JsonObject EnableRule(OperationContext context) => Switch(context, "ENABLED");

    public static JsonObject DisableRule(OperationContext context) => Switch(context, "DISABLED");

    /// <summary>Deleting what is not there is no error; a rule must have lost its targets before.</summary>
    public static JsonObject DeleteRule(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        var (scope, bus) = context.RuleBus(name);
        var id = BusTypes.RuleId(bus, name);
        if (BusTypes.TargetsOf(context.State.Current, scope, id).Count > 0)
        {
            throw EventErrors.Validation("Rule can't be deleted since it has targets.");
        }

        if (context.State.Get(scope, BusTypes.Rule, id) is not null)
        {
            context.State.Delete(scope, BusTypes.Rule, id);
            RuleSchedule.Keep(context.State, scope, id, context.Now);
        }

        return JsonObject.Empty;
    }

    private static JsonObject Switch(OperationContext context, string state)
    {
        var rule = context.RequiredRule();
        context.State.Put(rule.Scope, BusTypes.Rule, rule.Id, rule.Definition.With("State", state));
        RuleSchedule.Keep(context.State, rule.Scope, rule.Id, context.Now);
        return JsonObject.Empty;
    }

    private static void Check(JsonObject input, string bus)
    {
        var (pattern, schedule) = (input.String("EventPattern"), input.String("ScheduleExpression"));
        if (pattern is null or "" && schedule is null or "")
        {
            throw EventErrors.Validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }

        if (schedule is { Length: > 0 } && bus != BusTypes.DefaultBus)
        {
            throw EventErrors.Validation("ScheduleExpression is supported only on the default event bus.");
        }

        if (schedule is { Length: > 0 } && !ScheduleExpression.TryParse(schedule, out _))
        {
            throw EventErrors.Validation("Parameter ScheduleExpression is not valid.");
        }

        if (pattern is { Length: > 0 } && !EventPattern.TryCompile(pattern, out _, out var error))
        {
            throw EventErrors.InvalidPattern(error.Message);
        }
    }

    private static JsonValue? NotEmpty(JsonObject input, string member) => input.String(member) is { Length: > 0 } ? input[member] : null;
}
