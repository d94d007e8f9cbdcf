using System.Text.RegularExpressions;
using System.Text;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Executions;
using Quell.Workflows.Tasks;

namespace Quell.Tests.Workflows.Tasks;

/// <summary>
/// What AWS recorded of tasks (../shared/conformance/README.md), given the services' answers, which are taken back from the results.
/// </summary>
public sealed partial class TaskConformanceTests
{
    private const string Uuid = "5a3c9d1e-0f2b-4c6d-8e7f-9a0b1c2d3e4f";

    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Every_recorded_call_can_be_made()
    {
        var made = Tasks().Select(task => task.Call).Count();
        made.ShouldBeGreaterThan(60);
    }

    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Answers_become_the_results_that_the_service_recorded()
    {
        var compared = 0;
        foreach (var (call, task, id) in Tasks().Where(task => task.Output is not null))
        {
            var expected = (JsonObject)task!;
            var actual = IntegrationCalls.Outcome(call, AnswerFor(call, expected)).ShouldBeOfType<TaskOutcome.Succeeded>(id).Output;
            Comparable(actual, expected).ShouldBe(Comparable(expected, expected), id);
            compared++;
        }

        compared.ShouldBeGreaterThan(40);
    }

    [SharedFact("conformance/workflows/executions.jsonl")]
    public void Refusals_become_the_errors_that_the_service_recorded()
    {
        var compared = 0;
        foreach (var (call, error, cause, id) in Failures())
        {
            var failure = Refused().Match(cause) is { Success: true } older
                ? Failure(call, older.Groups["code"].Value, older)
                : Newer().Match(cause) is { Success: true } newer ? Failure(call, CodeOf(error), newer)
                : null;
            if (failure is not null)
            {
                (failure.Error, Extended().Replace(failure.Cause, "Extended Request ID: <extended_request_id>")).ShouldBe((error, cause), id);
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(8);
    }

    /// <summary>Ends with the service, the status and perhaps the code, as version 1 of the SDK for Java writes it.</summary>
    [GeneratedRegex(@"^(?<message>.*) \(Service: \w+; Status Code: (?<status>\d+); Error Code: (?<code>\w+); Request ID: (?<id>[^;]+); Proxy: null\)$")]
    private static partial Regex Refused();

    [GeneratedRegex(@"^(?<message>.*) \(Service: \w+, Status Code: (?<status>\d+), Request ID: (?<id>[^,)]+)[,)]")]
    private static partial Regex Newer();

    [GeneratedRegex(@"Extended Request ID: [^)]+")]
    private static partial Regex Extended();

    private static TaskOutcome.Failed Failure(IntegrationCall call, string code, Match match) => IntegrationCalls.Failure(
        call, new AwsException(code, match.Groups["message"].Value, int.Parse(match.Groups["status"].Value)), match.Groups["id"].Value);

    private static string CodeOf(string error) => error switch
    {
        "DynamoDb.DynamoDbException" => "ValidationException",
        "DynamoDb.ResourceNotFoundException" => "ResourceNotFoundException",
        _ => error[(error.IndexOf('.') + 1)..^"Exception".Length],
    };

    private static IEnumerable<(IntegrationCall Call, string Error, string Cause, string Id)> Failures() =>
        from history in Histories()
        from step in history.Events.Zip(history.Events.Skip(2))
        where step.First.String("type") == "TaskScheduled" && step.Second.String("type") == "TaskFailed"
        let failed = step.Second.Object("taskFailedEventDetails")
        where failed["cause"] is JsonString
        select (CallOf(step.First, history.Definition), failed.String("error")!, failed.String("cause")!, history.Id);

    private static IEnumerable<(IntegrationCall Call, JsonValue? Output, string Id)> Tasks() =>
        from history in Histories()
        from step in history.Events.Zip(history.Events.Skip(2).Append(JsonObject.Empty).Append(JsonObject.Empty))
        where step.First.String("type") == "TaskScheduled"
        let details = step.Second.Object("taskSucceededEventDetails") ?? step.Second.Object("taskSubmittedEventDetails")
        select (CallOf(step.First, history.Definition), details?["output"] as JsonObject as JsonValue, history.Id);

    private static IEnumerable<(string Id, string Definition, List<JsonObject> Events)> Histories() =>
        from text in File.ReadLines(Shared.PathOf("conformance/workflows/executions.jsonl"))
        let line = (JsonObject)JsonValue.Parse(text)
        let events = line.Array("expected_history").Objects.ToList()
        where !line.Array("expected_history").ToString().Contains("\"MapStateStarted\"", StringComparison.Ordinal)
        select (line.String("id")!, line.String("definition")!, events);

    private static IntegrationCall CallOf(JsonObject scheduled, string definition)
    {
        var details = scheduled.Object("taskScheduledEventDetails")!;
        var resource = IntegrationApiTests.Resource($"{details.String("resourceType")}:{details.String("resource")}");
        definition.ShouldContain(resource.Text);
        IntegrationCalls.TryPrepare(resource, details["parameters"]!, new("e", "m"), out var call, out var failure).ShouldBeTrue(failure?.Cause);
        return call!;
    }

    /// <summary>The service's answer that the result was made of; ids of their true length where the cases have placeholders.</summary>
    private static CallAnswer AnswerFor(IntegrationCall call, JsonObject expected)
    {
        var output = expected.Without("SdkHttpMetadata").Without("SdkResponseMetadata");
        output = call.Service switch
        {
            "lambda" => output.With("Payload", Convert.ToBase64String(output["Payload"]!.ToUtf8())),
            "sqs" => output.With("MessageId", Uuid).With("MD5OfMessageBody", Uuid.Replace("-", "", StringComparison.Ordinal)),
            "sns" => output.With("MessageId", Uuid),
            "stepfunctions" => JsonObject.Of(("executionArn", output["ExecutionArn"]), ("startDate", "2024-04-18T06:27:01Z")),
            _ => output,
        };
        return new(
            output.Without("Body"), output.String("Body") is { } body ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(body) : null, Uuid,
            new(2024, 4, 18, 6, 27, 1, TimeSpan.Zero));
    }

    /// <summary>The value without what the cases have placeholders for, and without lengths that depend on spelling.</summary>
    private static JsonValue Comparable(JsonValue value, JsonValue expected) => (value, expected) switch
    {
        (JsonObject members, JsonObject known) => JsonObject.From(members
            .Where(member => known[member.Key] is { } other && !IsVarying(member.Key, other))
            .Select(member => KeyValuePair.Create(member.Key, Comparable(member.Value, known[member.Key]!)))
            .Concat(members.Where(member => !known.Has(member.Key)))),
        _ => value,
    };

    private static bool IsVarying(string name, JsonValue value) => value.ToString() is { } text
        && (text.Contains('<', StringComparison.Ordinal) || text.Contains("date\"", StringComparison.Ordinal) || text.Contains(" GMT", StringComparison.Ordinal))
            && value is not JsonObject { Count: > 2 }
        || name is "Date" or "StartDate" or "RequestId" or "x-amzn-RequestId" or "X-Amzn-Trace-Id" or "x-amz-crc32" or "ExecutionArn" or "Content-Length" or "SequenceNumber";
}
