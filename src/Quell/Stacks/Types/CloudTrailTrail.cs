using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class CloudTrailTrail() : ResourceType(
    "AWS::CloudTrail::Trail",
    new PropertySchema(
        ("TrailName", Text.CreateOnly()),
        ("CloudWatchLogsLogGroupArn", Text),
        ("CloudWatchLogsRoleArn", Text),
        ("EnableLogFileValidation", PropertyType.Boolean),
        ("EventSelectors", ListOf(Object(
            ("DataResources", ListOf(Object(("Type", Text.Required()), ("Values", ListOf(Text))))),
            ("ExcludeManagementEventSources", ListOf(Text)),
            ("IncludeManagementEvents", PropertyType.Boolean),
            ("ReadWriteType", Text)))),
        ("IncludeGlobalServiceEvents", PropertyType.Boolean),
        ("IsLogging", PropertyType.Boolean.Required()),
        ("IsMultiRegionTrail", PropertyType.Boolean),
        ("KMSKeyId", Text),
        ("S3BucketName", Text.Required()),
        ("S3KeyPrefix", Text),
        ("SnsTopicName", Text),
        ("Tags", PropertyType.Tags)),
    "Arn", "SnsTopicArn")
{
    private static readonly string[] Settings =
        ["CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "EnableLogFileValidation", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "S3BucketName", "S3KeyPrefix", "SnsTopicName"];

    private const string Key = "KMSKeyId";

    public override string NameProperty => "TrailName";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("TrailName") ?? work.Name(128);
        var output = await work.Call("cloudtrail", "CreateTrail", work.Pick(Settings)
            .With("Name", name).With("KmsKeyId", work[Key]).With("TagsList", work["Tags"])).ConfigureAwait(false);
        work.PhysicalId = name;
        await Select(work).ConfigureAwait(false);
        if (work.Properties.Bool("IsLogging") is true)
        {
            await work.Call("cloudtrail", "StartLogging", ("Name", name)).ConfigureAwait(false);
        }

        return new(name, ("Arn", output["TrailARN"]), ("SnsTopicArn", output["SnsTopicARN"] ?? ""));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        if (work.Changes([.. Settings, Key]))
        {
            var settings = JsonObject.From(Settings.Append(Key).Where(name => work.Changes(name))
                .Select(name => KeyValuePair.Create(name == Key ? "KmsKeyId" : name, work[name] ?? Usual(name))));
            await work.Call("cloudtrail", "UpdateTrail", settings.With("Name", work.PhysicalId)).ConfigureAwait(false);
        }

        if (work.Changes("EventSelectors"))
        {
            await Select(work).ConfigureAwait(false);
        }

        if (work.Changes("IsLogging"))
        {
            await work.Call(
                "cloudtrail", work.Properties.Bool("IsLogging") is true ? "StartLogging" : "StopLogging", ("Name", work.PhysicalId)).ConfigureAwait(false);
        }

        var arn = work.Attributes["Arn"];
        await TagChanges.Apply(
            work,
            keys => work.Call("cloudtrail", "RemoveTags", ("ResourceId", arn), ("TagsList", JsonArray.From(keys.Strings.Select(key => JsonObject.Of(("Key", key)))))),
            tags => work.Call("cloudtrail", "AddTags", ("ResourceId", arn), ("TagsList", TagChanges.List(tags)))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("cloudtrail", "DeleteTrail", ("Name", work.PhysicalId));

    /// <summary>What a setting goes back to that the template gives no more.</summary>
    private static JsonValue Usual(string name) => name switch
    {
        "IncludeGlobalServiceEvents" => true,
        "EnableLogFileValidation" or "IsMultiRegionTrail" => false,
        _ => new JsonString(""),
    };

    /// <summary>A trail without selectors of its own logs all management events.</summary>
    private static async Task Select(ResourceWork work)
    {
        var selectors = work["EventSelectors"] is JsonArray { Count: > 0 } given ? given
            : work.Before.Array("EventSelectors").Count > 0 ? new JsonArray([JsonObject.Of(("ReadWriteType", "All"), ("IncludeManagementEvents", true))])
            : null;
        if (selectors is not null)
        {
            await work.Call("cloudtrail", "PutEventSelectors", ("TrailName", work.PhysicalId), ("EventSelectors", selectors)).ConfigureAwait(false);
        }
    }
}
