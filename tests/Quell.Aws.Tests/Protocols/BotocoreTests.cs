using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;
using Xunit.Abstractions;

namespace Quell.Aws.Tests.Protocols;

/// <summary>
/// The server's side against botocore as a client: what botocore writes, we read; what we write, botocore reads; for every operation
/// of the services that Quell serves and for some of every other service.
/// </summary>
public sealed class BotocoreTests(ITestOutputHelper output)
{
    private const string DebianPython = "/usr/bin/python3";

    private const string RequestId = "11111111-2222-3333-4444-555555555555";

    private static readonly string[] Whole =
    [
        "ec2", "s3", "iam", "sts", "sqs", "sns", "events", "lambda", "logs", "cloudformation", "cloudwatch", "cloudtrail", "ssm",
        "stepfunctions", "config", "securityhub", "rds", "elb", "elbv2", "autoscaling", "dynamodb", "kms", "secretsmanager", "route53",
        "cloudfront", "s3control", "apigateway", "guardduty",
    ];

    private readonly WireServer _server = new(ServiceCatalog.Default);

    [PythonFact("botocore")]
    public void Requests_that_botocore_writes_are_understood() => AgainstBotocore("python3", Operations(), CheckRequest);

    [PythonFact("botocore")]
    public void Responses_are_understood_by_botocore() => AgainstBotocore("python3", Operations(), CheckResponse);

    [PythonFact(DebianPython, "botocore")]
    public void Requests_of_an_older_botocore_are_understood_in_the_query_form() =>
        AgainstBotocore(DebianPython, Operations("sqs", "cloudwatch"), CheckRequest);

    [PythonFact(DebianPython, "botocore")]
    public void Responses_in_the_query_form_are_understood_by_an_older_botocore() =>
        AgainstBotocore(DebianPython, Operations("sqs", "cloudwatch"), CheckResponse);

    private static IEnumerable<(ServiceModel, OperationModel)> Operations(params string[] names)
    {
        foreach (var entry in ServiceCatalog.Default.Services.Where(entry => names.Length == 0 || names.Contains(entry.Name)))
        {
            var service = ServiceCatalog.Default.Load(entry);
            var isWhole = names.Length > 0 || Whole.Contains(entry.Name);
            foreach (var operation in service.Operations.Values.OrderBy(operation => operation.Name, StringComparer.Ordinal).Take(isWhole ? int.MaxValue : 2))
            {
                yield return (service, operation);
            }
        }
    }

    private void AgainstBotocore(
        string python, IEnumerable<(ServiceModel, OperationModel)> operations, Func<BotocoreProcess, ServiceModel, OperationModel, string?> check)
    {
        using var botocore = BotocoreProcess.Start(python);
        var faults = new List<string>();
        var count = 0;
        foreach (var (service, operation) in operations)
        {
            count++;
            if (check(botocore, service, operation) is { } fault)
            {
                faults.Add($"{service.Name}.{operation.Name}: {fault}");
            }
        }

        output.WriteLine($"botocore {botocore.Version}: {count} operations, {faults.Count} faults");
        faults.Take(40).ToList().ForEach(output.WriteLine);
        faults.ShouldBeEmpty();
    }

    private string? CheckRequest(BotocoreProcess botocore, ServiceModel service, OperationModel operation)
    {
        if (SampleValues.Of(operation.Input) is not { } input)
        {
            return null;
        }

        var answer = botocore.Ask(JsonObject.Of(("do", "serialize"), ("service", service.Name), ("operation", operation.Name), ("input", input)));
        if (answer.String("failed") is { } failed)
        {
            return IsUnknownToBotocore(failed) ? null : failed;
        }

        var request = ToRequest(answer);
        if (request.Headers.Has("smithy-protocol"))
        {
            return null;
        }

        var route = _server.Route(service.SigningName, request);
        try
        {
            var read = WireServer.Read(route, request);
            if (route.Operation == operation)
            {
                return Difference(input, read);
            }

            // Of two operations on one path (S3's old and new lifecycle) either may be meant.
            return route.Operation?.RequestUri == operation.RequestUri ? null : $"routed to {route.Operation?.Name}";
        }
        catch (AwsException fault)
        {
            return $"{fault.Code}: {fault.Message} ({request.Method} {request.RawPath}?{request.RawQuery})";
        }
    }

    private string? CheckResponse(BotocoreProcess botocore, ServiceModel service, OperationModel operation)
    {
        // GetBucketLocation's answer is read by a handler outside of botocore's parser, and the model of the deprecated
        // GetBucketNotification gives two members one name.
        if (SampleValues.Of(operation.Output) is not { } expected || operation.Name is "GetBucketLocation" or "GetBucketNotification")
        {
            return null;
        }

        var isOld = botocore.Version.StartsWith("1.29", StringComparison.Ordinal);
        WireProtocol protocol = isOld ? QueryProtocol.Instance : ProtocolOf(service);
        var response = protocol.WriteResponse(service, operation, expected, null, RequestId);
        var answer = botocore.Ask(JsonObject.Of(
            ("do", "parse"),
            ("service", service.Name),
            ("operation", operation.Name),
            ("status", operation.Output?.Members.Any(member => member.Location == MemberLocation.StatusCode) == true ? 200 : response.Status),
            ("headers", JsonObject.From(((IEnumerable<KeyValuePair<string, string>>)response.Headers).Select(header => KeyValuePair.Create(header.Key, (JsonValue)header.Value)))),
            ("body", Convert.ToBase64String(response.Body.Bytes.Span))));
        if (answer.String("failed") is { } failed)
        {
            return IsUnknownToBotocore(failed) ? null : failed;
        }

        var parsed = WithoutStatus(operation, answer.Object("output") ?? JsonObject.Empty);
        var wanted = WithoutStatus(operation, expected);
        return Difference(isOld ? (JsonObject)OnlyKnown(wanted, parsed) : wanted, parsed);
    }

    private static WireProtocol ProtocolOf(ServiceModel service) => service.Entry.Protocols switch
    {
        ["ec2", ..] => Ec2Protocol.Instance,
        ["rest-json", ..] => RestJsonProtocol.Instance,
        ["rest-xml", ..] => RestXmlProtocol.Instance,
        ["query", ..] => QueryProtocol.Instance,
        _ => JsonProtocol.Of(service.Entry.JsonVersion),
    };

    /// <summary>Operations and members that are newer than the botocore asked.</summary>
    private static bool IsUnknownToBotocore(string failed) =>
        failed.Contains("OperationNotFoundError", StringComparison.Ordinal) || failed.StartsWith("KeyError", StringComparison.Ordinal)
        || failed.StartsWith("UnknownServiceError", StringComparison.Ordinal);

    /// <summary>The status that the sample names is not the one sent, and botocore adds what is no member of ours (a raw body).</summary>
    private static JsonObject WithoutStatus(OperationModel operation, JsonObject parts)
    {
        foreach (var member in operation.Output?.Members ?? [])
        {
            if (member.Location == MemberLocation.StatusCode || (member == operation.Output?.Payload && member.Shape is Shape.Blob))
            {
                parts = parts.Without(member.Name);
            }
        }

        return parts;
    }

    /// <summary>An older botocore lacks the members that came later.</summary>
    private static JsonValue OnlyKnown(JsonValue expected, JsonValue actual) => (expected, actual) switch
    {
        (JsonObject wanted, JsonObject found) => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)wanted)
            .Where(member => found.Has(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, OnlyKnown(member.Value, found[member.Key] ?? JsonValue.Null)))),
        (JsonArray wanted, JsonArray found) when wanted.Count == found.Count =>
            JsonArray.From(wanted.Items.Zip(found.Items, OnlyKnown)),
        _ => expected,
    };

    private static WireRequest ToRequest(JsonObject answer) => new(
        answer.String("method") ?? "",
        answer.String("path") ?? "",
        answer.String("query") ?? "",
        new(answer.Object("headers") is { } headers
            ? ((IEnumerable<KeyValuePair<string, JsonValue>>)headers).Select(header => KeyValuePair.Create(header.Key, ((JsonString)header.Value).Value))
            : []),
        new(Convert.FromBase64String(answer.String("body") ?? "")));

    private static string? Difference(JsonObject expected, JsonObject actual)
    {
        if (expected.Equals(actual))
        {
            return null;
        }

        var place = expected.Names.Concat(actual.Names).First(name => !Equals(expected[name], actual[name]));
        return $"{place}: expected {expected[place]?.ToString() ?? "nothing"}, was {actual[place]?.ToString() ?? "nothing"}";
    }
}
