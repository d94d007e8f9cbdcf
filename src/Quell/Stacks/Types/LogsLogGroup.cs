using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class LogsLogGroup() : ResourceType(
    "AWS::Logs::LogGroup",
    new PropertySchema(("LogGroupName", Text.CreateOnly()), ("RetentionInDays", Integer), ("Tags", PropertyType.Tags)),
    "Arn")
{
    public override string NameProperty => "LogGroupName";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("LogGroupName") ?? work.Name(512);
        await work.Call("logs", "CreateLogGroup", ("logGroupName", name), ("tags", TagChanges.Map(work["Tags"]))).ConfigureAwait(false);
        work.PhysicalId = name;
        if (work.Properties.Has("RetentionInDays"))
        {
            await work.Call("logs", "PutRetentionPolicy", ("logGroupName", name), ("retentionInDays", work["RetentionInDays"])).ConfigureAwait(false);
        }

        return new(name, ("Arn", $"{ArnOf(work, name)}:*"));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes("RetentionInDays"))
        {
            await (work.Properties.Has("RetentionInDays")
                ? work.Call("logs", "PutRetentionPolicy", ("logGroupName", work.PhysicalId), ("retentionInDays", work["RetentionInDays"]))
                : work.Call("logs", "DeleteRetentionPolicy", ("logGroupName", work.PhysicalId))).ConfigureAwait(false);
        }

        var arn = ArnOf(work, work.PhysicalId);
        await TagChanges.Apply(
            work,
            keys => work.Call("logs", "UntagResource", ("resourceArn", arn), ("tagKeys", keys)),
            tags => work.Call("logs", "TagResource", ("resourceArn", arn), ("tags", tags))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("logs", "DeleteLogGroup", ("logGroupName", work.PhysicalId));

    private static string ArnOf(ResourceWork work, string name) => work.Scope.Arn("logs", $"log-group:{name}").ToString();
}
