using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Schedules;
using Quell.Engine.Templates.Evaluation;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class EventsRule() : ResourceType(
    "AWS::Events::Rule",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("EventBusName", Text.CreateOnly()),
        ("Description", Text),
        ("EventPattern", PropertyType.Json),
        ("ScheduleExpression", Text),
        ("State", Text),
        ("RoleArn", Text),
        ("Targets", ListOf(Target)),
        ("Tags", PropertyType.Tags)),
    "Arn")
{
    private static PropertyType Target => Object(
        ("Arn", Text.Required()),
        ("Id", Text.Required()),
        ("RoleArn", Text),
        ("Input", Text),
        ("InputPath", Text),
        ("InputTransformer", Object(("InputPathsMap", MapOf(Text)), ("InputTemplate", Text.Required()))),
        ("RetryPolicy", Object(("MaximumEventAgeInSeconds", Integer), ("MaximumRetryAttempts", Integer))),
        ("DeadLetterConfig", Object(("Arn", Text))),
        ("HttpParameters", Object(("PathParameterValues", ListOf(Text)), ("HeaderParameters", MapOf(Text)), ("QueryStringParameters", MapOf(Text)))),
        ("SqsParameters", Object(("MessageGroupId", Text.Required()))));

    public override string NameProperty => "Name";

    public override StackTagging Tagging => StackTagging.List;

    public override IEnumerable<(string Property, string Message)> Mistakes(JsonObject properties)
    {
        if (properties["EventPattern"] is { } pattern && Evaluator.OpenIn(pattern) is null
            && !EventPattern.TryCompile(pattern is JsonString text ? text.Value : pattern.ToString(), out _, out var error))
        {
            yield return ("EventPattern", error.Message);
        }

        if (properties["ScheduleExpression"] is JsonString { Value.Length: > 0 } schedule && Evaluator.OpenIn(schedule) is null
            && !ScheduleExpression.TryParse(schedule.Value, out _))
        {
            yield return ("ScheduleExpression", $"Parameter ScheduleExpression is not valid: {schedule.Value}");
        }
    }

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("Name") ?? work.Name();
        var output = await Put(work, name, work["Tags"]).ConfigureAwait(false);
        var bus = work.Properties.String("EventBusName");
        var id = work.PhysicalId = bus is null or "default" ? name : $"{BusName(bus)}|{name}";
        await PutTargets(work, name, work.Properties.Array("Targets")).ConfigureAwait(false);
        return new(id, ("Arn", output["RuleArn"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        var name = RuleName(work);
        if (work.Changes("Description", "EventPattern", "ScheduleExpression", "State", "RoleArn"))
        {
            await Put(work, name, null).ConfigureAwait(false);
        }

        var before = work.Before.Array("Targets");
        var after = work.Properties.Array("Targets");
        var ids = after.Objects.Select(target => target.String("Id")).ToHashSet();
        await RemoveTargets(work, name, before.Objects.Select(target => target.String("Id") ?? "").Where(id => !ids.Contains(id))).ConfigureAwait(false);
        await PutTargets(work, name, JsonArray.From(after.Objects.Except(before.Objects))).ConfigureAwait(false);
        var arn = work.Attributes["Arn"];
        await TagChanges.Apply(
            work,
            keys => work.Call("events", "UntagResource", ("ResourceARN", arn), ("TagKeys", keys)),
            tags => work.Call("events", "TagResource", ("ResourceARN", arn), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override async Task Delete(ResourceWork work)
    {
        var name = RuleName(work);
        var targets = work.Properties.Array("Targets").Objects.Select(target => target.String("Id") ?? "");
        await RemoveTargets(work, name, targets).ConfigureAwait(false);
        await work.Remove("events", "DeleteRule", work.Pick("EventBusName").With("Name", name)).ConfigureAwait(false);
    }

    private static string RuleName(ResourceWork work) => work.PhysicalId[(work.PhysicalId.IndexOf('|', StringComparison.Ordinal) + 1)..];

    private static string BusName(string bus) => bus[(bus.LastIndexOf('/') + 1)..];

    private static Task<JsonObject> Put(ResourceWork work, string name, JsonValue? tags)
    {
        var pattern = work.JsonText("EventPattern");
        return work.Call("events", "PutRule", work.Pick("EventBusName", "Description", "ScheduleExpression", "State", "RoleArn")
            .With("Name", name).With("EventPattern", pattern is null ? null : (JsonValue)pattern).With("Tags", tags));
    }

    private static async Task PutTargets(ResourceWork work, string rule, JsonArray targets)
    {
        if (targets.Count > 0)
        {
            Check(await work.Call("events", "PutTargets", work.Pick("EventBusName").With("Rule", rule).With("Targets", targets)).ConfigureAwait(false));
        }
    }

    private static async Task RemoveTargets(ResourceWork work, string rule, IEnumerable<string> ids)
    {
        var gone = JsonArray.From(ids);
        if (gone.Count > 0)
        {
            await work.Remove("events", "RemoveTargets", work.Pick("EventBusName").With("Rule", rule).With("Ids", gone)).ConfigureAwait(false);
        }
    }

    private static void Check(JsonObject output)
    {
        if (output.Array("FailedEntries").Objects.FirstOrDefault() is { } failed)
        {
            throw new AwsException(failed.String("ErrorCode") ?? "InternalFailure", $"Target {failed.String("TargetId")}: {failed.String("ErrorMessage")}");
        }
    }
}
