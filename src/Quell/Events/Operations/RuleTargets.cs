using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Events.Operations;

/// <summary>Adds, removes and shows the targets of a rule.</summary>
internal static class RuleTargets
{
    /// <summary>
    /// Targets that a rule may have. AWS's quota is 5 and can be raised (user guide, "EventBridge quotas"); this is where it ends
    /// here.
    /// </summary>
    private const int MaxTargets = 100;

    /// <summary>Adds targets; one with the id of an old one replaces it.</summary>
    public static JsonObject PutTargets(OperationContext context, TargetKinds kinds)
    {
        var rule = context.RequiredRule("Rule");
        var given = context.Input.Array("Targets").Objects.ToList();
        given.ForEach(target =>
        {
            TargetCheck.Check(target, kinds);
            RoleCheck.Check(context, target.String("RoleArn"), rule.Definition.String("Arn") ?? "");
        });
        if (given.GroupBy(target => target.String("Id")).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw EventErrors.Validation($"Multiple targets with the same id {twice.Key} in the request.");
        }

        var targets = context.TargetsOf(rule).Objects.ToList();
        var failed = new List<JsonValue>();
        foreach (var target in given)
        {
            var place = targets.FindIndex(old => old.String("Id") == target.String("Id"));
            if (place >= 0)
            {
                targets[place] = target;
            }
            else if (targets.Count < MaxTargets)
            {
                targets.Add(target);
            }
            else
            {
                failed.Add(Failure(target.String("Id"), "LimitExceededException", "The requested resource exceeds the maximum number allowed."));
            }
        }

        Save(context, rule, targets);
        return Answer(failed);
    }

    public static JsonObject RemoveTargets(OperationContext context)
    {
        var rule = context.RequiredRule("Rule");
        var targets = context.TargetsOf(rule).Objects.ToList();
        var failed = new List<JsonValue>();
        foreach (var id in context.Input.Array("Ids").Strings)
        {
            if (targets.RemoveAll(target => target.String("Id") == id) == 0)
            {
                failed.Add(Failure(id, "ResourceNotFoundException", $"Rule {rule.Name} does not have target {id}."));
            }
        }

        Save(context, rule, targets);
        return Answer(failed);
    }

    public static JsonObject ListTargetsByRule(OperationContext context) => Page.Of(
        context, "Targets", context.TargetsOf(context.RequiredRule("Rule")).Objects.Select(target => (target.String("Id") ?? "", (JsonValue)target)));

    private static void Save(OperationContext context, RuleRef rule, List<JsonObject> targets)
    {
        if (targets.Count > 0)
        {
            context.State.Put(rule.Scope, BusTypes.Targets, rule.Id, JsonObject.Of(("Targets", JsonArray.From(targets))));
        }
        else if (context.TargetsOf(rule).Count > 0)
        {
            context.State.Delete(rule.Scope, BusTypes.Targets, rule.Id);
        }
    }

    private static JsonObject Answer(List<JsonValue> failed) =>
        JsonObject.Of(("FailedEntryCount", failed.Count), ("FailedEntries", JsonArray.From(failed)));

    private static JsonObject Failure(string? id, string code, string message) =>
        JsonObject.Of(("TargetId", id ?? ""), ("ErrorCode", code), ("ErrorMessage", message));
}
