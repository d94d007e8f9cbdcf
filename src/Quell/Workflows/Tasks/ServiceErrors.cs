using System.Collections.Frozen;
using Quell.Aws;
using Quell.Aws.Models;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>
/// What a service's refusal is called in a workflow. <c>aws-sdk</c> integrations tell it as version 2 of the SDK for Java does, the
/// older optimized ones as version 1 (developer guide, "Handling errors in Step Functions workflows", and the histories that AWS gave).
/// </summary>
internal sealed class ServiceErrors
{
    /// <summary>Optimized integrations that stay with version 1: the prefix of their errors and the service's name there.</summary>
    private static readonly FrozenDictionary<string, (string Prefix, string Label)> Older = new Dictionary<string, (string, string)>
    {
        ["athena"] = ("Athena", "AmazonAthena"),
        ["batch"] = ("Batch", "AWSBatch"),
        ["codebuild"] = ("CodeBuild", "AWSCodeBuild"),
        ["databrew"] = ("DataBrew", "AWSGlueDataBrew"),
        ["dynamodb"] = ("DynamoDB", "AmazonDynamoDBv2"),
        ["ecs"] = ("ECS", "AmazonECS"),
        ["eks"] = ("EKS", "AmazonEKS"),
        ["emr-containers"] = ("EMRContainers", "AmazonEMRContainers"),
        ["events"] = ("EventBridge", "AmazonEventBridge"),
        ["glue"] = ("Glue", "AWSGlue"),
        ["lambda"] = ("Lambda", "AWSLambda"),
        ["sagemaker"] = ("SageMaker", "AmazonSageMaker"),
        ["sns"] = ("SNS", "AmazonSNS"),
        ["sqs"] = ("SQS", "AmazonSQS"),
        ["states"] = ("StepFunctions", "AWSStepFunctions"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ServiceModel _service;
    private readonly string _prefix;
    private readonly string? _label;

    private ServiceErrors(ServiceModel service, string prefix, string? label) => (_service, _prefix, _label) = (service, prefix, label);

    public static ServiceErrors OfSdk(ServiceModel service) => new(service, SdkNames.Service(service.ServiceId), null);

    /// <param name="service">The service's model.</param>
    /// <param name="name">The service as the integration's ARN names it.</param>
    public static ServiceErrors OfOptimized(ServiceModel service, string name) =>
        Older.TryGetValue(name, out var known) ? new(service, known.Prefix, known.Label) : OfSdk(service);

    /// <param name="error">What the service, or the gate, answered.</param>
    /// <param name="requestId">The call's.</param>
    public TaskOutcome.Failed Failure(AwsException error, string requestId)
    {
        var shape = _service.FindError(error.Code);
        if (_label is null)
        {
            var name = shape is null ? _prefix + "Exception" : SdkNames.Error(shape.Name);
            return new($"{_prefix}.{name}", $"{error.Message} (Service: {_prefix}, Status Code: {error.Status}, Request ID: {Ids(requestId)})" + Attempts);
        }

        var code = shape?.Error?.Code ?? error.Code;
        return new(
            $"{_prefix}.{(shape is null ? BaseName(_label) : OlderName(shape.Name))}",
            $"{error.Message} (Service: {_label}; Status Code: {error.Status}; Error Code: {code}; Request ID: {requestId}; Proxy: null)");
    }

    /// <summary>The error that the service names itself, with the integration's prefix: <c>EventBridge.FailedEntry</c>.</summary>
    public TaskOutcome.Failed Named(string name, string cause) => new($"{_prefix}.{name}", cause);

    /// <summary>AWS's recorded answers have it with Step Functions alone.</summary>
    private string Attempts => _service.Name == "stepfunctions" ? " (SDK Attempt Count: 1)" : "";

    private static string BaseName(string label) => (label.EndsWith("v2", StringComparison.Ordinal) ? label[..^2] : label) + "Exception";

    private static string OlderName(string shape) =>
        shape.EndsWith("Exception", StringComparison.Ordinal) ? shape
        : (shape.EndsWith("Fault", StringComparison.Ordinal) ? shape[..^"Fault".Length] : shape) + "Exception";

    /// <summary>S3 has a second id; it depends on nothing but the first.</summary>
    private string Ids(string requestId) => _service.Name == "s3"
        ? $"{requestId}, Extended Request ID: {Convert.ToBase64String(System.Security.Cryptography.SHA384.HashData(System.Text.Encoding.UTF8.GetBytes(requestId)))}"
        : requestId;
}
