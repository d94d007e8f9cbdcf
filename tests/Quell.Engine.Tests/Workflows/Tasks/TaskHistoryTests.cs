using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Engine.Tests.Workflows.Tasks;

/// <summary>API reference, HistoryEvent; and every event of a task in the recorded histories (../shared/conformance/README.md).</summary>
public sealed class TaskHistoryTests
{
    private const string Activity = "arn:aws:states:us-east-1:111111111111:activity:fetch";

    [Fact]
    public void An_activity_is_told_with_its_worker()
    {
        var activity = Parse(Activity);
        var scheduled = TaskHistory.Scheduled(activity, "{}", "us-east-1", new(TimeoutSeconds: 9, HeartbeatSeconds: 3));
        (scheduled.Type, scheduled.DetailsName).ShouldBe(("ActivityScheduled", "activityScheduledEventDetails"));
        scheduled.Details.ShouldBe(Json($$"""{"resource":"{{Activity}}","input":"{}","inputDetails":{"truncated":false},"timeoutInSeconds":9,"heartbeatInSeconds":3}"""));
        TaskHistory.Started(activity, "w1").ShouldBe(new TaskEvent("ActivityStarted", "activityStartedEventDetails", Json("""{"workerName":"w1"}""")));
        TaskHistory.Failed(activity, "E", "c").ShouldBe(new TaskEvent("ActivityFailed", "activityFailedEventDetails", Json("""{"error":"E","cause":"c"}""")));
        TaskHistory.TimedOut(activity).ShouldBe(new TaskEvent("ActivityTimedOut", "activityTimedOutEventDetails", Json("""{"error":"States.Timeout"}""")));
    }

    [Fact]
    public void A_function_starts_without_details()
    {
        var started = TaskHistory.Started(Parse("arn:aws:lambda:us-east-1:111111111111:function:f"));
        (started.Type, started.DetailsName).ShouldBe(("LambdaFunctionStarted", null));
    }

    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Tells_of_tasks_as_the_service_does()
    {
        var told = 0;
        foreach (var line in File.ReadLines(Shared.PathOf("conformance/workflows/executions.jsonl")).Select(Json))
        {
            var resources = Resources(JsonValue.Parse(line.String("definition")!)).ToList();
            foreach (var expected in line.Array("expected_history").Objects)
            {
                if (Retell(expected, resources) is { } actual)
                {
                    var (details, wanted) = (Decoded(actual.Details), expected.Object(actual.DetailsName ?? "") ?? JsonObject.Empty);
                    details.Equals(wanted).ShouldBeTrue($"{line.String("id")} {actual.Type}: {details} is not {wanted}");
                    actual.Type.ShouldBe(expected.String("type"));
                    told++;
                }
            }
        }

        told.ShouldBeGreaterThan(300);
    }

    /// <summary>The same event again, from what it says; null where it tells of no task.</summary>
    private static TaskEvent? Retell(JsonObject expected, List<TaskResource> resources)
    {
        var type = expected.String("type") ?? "";
        var details = expected.Object($"{char.ToLowerInvariant(type[0])}{type[1..]}EventDetails") ?? JsonObject.Empty;
        var isFunction = type.StartsWith("LambdaFunction", StringComparison.Ordinal);
        if (!isFunction && details["resourceType"] is null)
        {
            return null;
        }

        var resource = !isFunction ? resources.OfType<TaskResource.Integration>().First(known =>
                known.ResourceType == details.String("resourceType") && known.Resource == details.String("resource"))
            : details.String("resource") is { } arn ? Parse(arn)
            : resources.First(known => known is TaskResource.Function);
        var terms = new TaskTerms(details.Long("timeoutInSeconds"), details.Long("heartbeatInSeconds"), details.Object("taskCredentials")?.String("roleArn"));
        return type[(isFunction ? "LambdaFunction" : "Task").Length..] switch
        {
            "Scheduled" => TaskHistory.Scheduled(resource, Text(details[isFunction ? "input" : "parameters"]), details.String("region") ?? "", terms),
            "Started" => TaskHistory.Started(resource),
            "Submitted" => TaskHistory.Submitted((TaskResource.Integration)resource, Text(details["output"])),
            "Succeeded" => TaskHistory.Succeeded(resource, Text(details["output"])),
            "TimedOut" => TaskHistory.TimedOut(resource),
            _ => TaskHistory.Failed(resource, details.String("error"), Text(details["cause"])),
        };
    }

    private static IEnumerable<TaskResource> Resources(JsonValue value) => value switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "Resource", Value: JsonString arn } && TaskResource.TryParse(arn.Value, out var found, out _)
            ? [found]
            : Resources(member.Value)),
        JsonArray items => items.Items.SelectMany(Resources),
        _ => [],
    };

    private static string Text(JsonValue? value) => value is JsonString text ? text.Value : value?.ToString() ?? "";

    /// <summary>The cases have objects decoded where the API has their text.</summary>
    private static JsonObject Decoded(JsonObject details) => JsonObject.From(details.Select(member =>
        member.Value is JsonString { Value: ['{', ..] } text ? KeyValuePair.Create(member.Key, JsonValue.Parse(text.Value)) : member));

    private static TaskResource Parse(string arn) => TaskResource.TryParse(arn, out var resource, out var error) ? resource : throw new FormatException(error);

    private static JsonObject Json(string text) => (JsonObject)JsonValue.Parse(text);
}
