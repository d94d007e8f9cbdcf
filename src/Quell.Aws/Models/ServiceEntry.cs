using System.Collections.Immutable;

namespace Quell.Aws.Models;

/// <summary>What the index says of a service: enough to route a request to it without loading its model.</summary>
internal sealed class ServiceEntry
{
    /// <summary>botocore's name, which is also the AWS CLI's command: <c>ec2</c>, <c>events</c>, <c>ssm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name that <c>aws-sdk</c> integrations and newer SDKs use: <c>EventBridge</c>.</summary>
    public required string ServiceId { get; init; }

    public required string EndpointPrefix { get; init; }

    /// <summary>The service in a credential scope.</summary>
    public required string SigningName { get; init; }

    public required string ApiVersion { get; init; }

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>; null outside of the JSON protocols.</summary>
    public string? TargetPrefix { get; init; }

    /// <summary><c>1.0</c> or <c>1.1</c>.</summary>
    public string? JsonVersion { get; init; }

    public string? XmlNamespace { get; init; }

    public string? SignatureVersion { get; init; }

    public string? GlobalEndpoint { get; init; }

    /// <summary>The protocols that the service answers in, as the models name them; the first is the service's own favourite.</summary>
    public required ImmutableArray<string> Protocols { get; init; }

    /// <summary>JSON errors carry the code of the former query protocol in <c>x-amzn-query-error</c>.</summary>
    public bool IsQueryCompatible { get; init; }

    internal int Offset { get; init; }

    internal int Length { get; init; }

    internal int RawLength { get; init; }

    public bool Speaks(string protocol) => Protocols.Contains(protocol);
}
