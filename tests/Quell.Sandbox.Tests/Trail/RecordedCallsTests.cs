using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Sandbox.Trail;

namespace Quell.Sandbox.Tests.Trail;

/// <summary>Compares our records with those that CloudTrail wrote of a real account.</summary>
public sealed class RecordedCallsTests
{
    private static readonly string[] Services =
        ["ec2", "s3", "iam", "sts", "lambda", "logs", "ssm", "cloudtrail", "secretsmanager", "kms", "cloudwatch", "rds"];

    private static readonly string[] Members =
    [
        "eventSource", "eventName", "errorCode", "requestParameters", "responseElements", "readOnly", "eventType", "apiVersion",
        "managementEvent", "recipientAccountId", "eventCategory", "requestID",
    ];

    /// <summary>What CloudTrail writes and we knowingly do not: no model has it, or one service alone spells it so.</summary>
    private static readonly string[] KnownDifferences =
    [
        "ec2 CreateInternetGateway responseElements.internetGateway.association",
        "ec2 DescribeVpcClassicLink requestParameters.vpcSet.item",
        "ec2 DisassociateRouteTable responseElements.associationState",
        "ec2 RunInstances responseElements.instancesSet.items[0].metadataOptions.httpProtocolIpv4",
        "ec2 RunInstances responseElements.instancesSet.items[0].networkInterfaceSet.items[0].tagSet",
        "lambda UpdateFunctionCode20150331v2 requestParameters.fullyQualifiedArn",
        "rds CreateDBInstance responseElements.httpEndpointEnabled",
        "secretsmanager CreateSecret responseElements",
        "secretsmanager PutSecretValue responseElements",
    ];

    [SharedFact(RecordedCalls.Folder)]
    [Trait("Requirement", "A20")]
    public void Parameters_and_answers_are_written_as_CloudTrail_writes_them()
    {
        var different = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var compared = 0;
        foreach (var record in RecordedCalls.All().Where(IsApiCall))
        {
            if (RecordedCalls.ModelOf(record) is not var (service, operation) || !Services.Contains(service.Name))
            {
                continue;
            }

            compared++;
            var rendered = Again(record, service, operation);
            foreach (var member in Members)
            {
                Compare(record, rendered, member, different);
            }
        }

        compared.ShouldBeGreaterThan(1000);
        KnownDifferences.ToList().ForEach(known => different.Remove(known).ShouldBeTrue($"{known} is no difference any more"));
        if (different.Count > 0)
        {
            Assert.Fail(string.Join('\n', different.Values));
        }
    }

    private static bool IsApiCall(JsonObject record) => record.String("eventType") == "AwsApiCall";

    private static JsonObject Again(JsonObject record, ServiceModel service, OperationModel operation)
    {
        var reading = new RecordReading(service.Name, operation);
        var parameters = record.Object("requestParameters");
        var call = new Call
        {
            RequestId = record.String("requestID")!,
            Service = service.Name,
            Operation = operation.Name,
            Input = parameters is null ? JsonObject.Empty : reading.Request(parameters),
            Scope = new Scope(record.String("recipientAccountId")!, record.String("awsRegion")!),
            Principal = Principal.Root(record.String("recipientAccountId")!),
            Time = default,
            Host = parameters?.String("Host") ?? "",
        };
        var error = record.String("errorCode") is { } code ? new AwsException(CodeOf(service, code), "") : null;
        var answer = record.Object("responseElements");
        var result = error is null ? new CallResult(answer is null ? JsonObject.Empty : reading.Response(answer)) : null;
        return TrailRecord.Render(service, operation, call, result, error, [], "");
    }

    /// <summary>The code on the wire of an error as the trail names it.</summary>
    private static string CodeOf(ServiceModel service, string code) => code.StartsWith("Client.", StringComparison.Ordinal)
        ? code["Client.".Length..]
        : service.Shapes.OfType<Shape.Structure>().FirstOrDefault(shape => shape.Name == code)?.Error?.Code ?? code;

    private static void Compare(JsonObject recorded, JsonObject rendered, string member, SortedDictionary<string, string> different)
    {
        var (expected, actual) = (recorded[member], rendered[member]);
        var name = $"{recorded.String("eventSource")!.Split('.')[0]} {recorded.String("eventName")} {member}";
        foreach (var difference in Differences(expected, actual, ""))
        {
            different.TryAdd(name + difference.Path, $"{name}{difference.Path}\n  CloudTrail {difference.Expected}\n  Quell      {difference.Actual}");
        }
    }

    private static IEnumerable<(string Path, JsonValue? Expected, JsonValue? Actual)> Differences(
        JsonValue? expected, JsonValue? actual, string path) => (expected, actual) switch
        {
            (JsonObject one, JsonObject other) => one.Names.Union(other.Names).SelectMany(name => Differences(one[name], other[name], $"{path}.{name}")),
            (JsonArray one, JsonArray other) when one.Count == other.Count =>
                one.SelectMany((item, index) => Differences(item, other[index], $"{path}[{index}]")),
            _ => Equals(expected, actual) ? [] : [(path, expected, actual)],
        };
}
