using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Engine.Json;

namespace Quell.Aws.Client;

/// <summary>One call to make.</summary>
/// <param name="Service">By botocore's name: <c>ec2</c>, <c>stepfunctions</c>.</param>
/// <param name="Operation">By the model's name: <c>DescribeVpcs</c>.</param>
/// <param name="Input">The parameters in the neutral form.</param>
/// <param name="Region">Also for global services, whose partition it picks.</param>
internal sealed record AwsRequest(string Service, string Operation, JsonObject Input, string Region)
{
    /// <summary>The payload of an operation whose input has a raw body.</summary>
    public WireBody? Body { get; init; }

    /// <summary>Whose keys sign; null to call unsigned.</summary>
    public CredentialSource? Credentials { get; init; }

    /// <summary>The idempotency token where the operation takes one and the input has none; null leaves it out.</summary>
    public string? IdempotencyToken { get; init; }
}

/// <summary>What a service answered.</summary>
/// <param name="Output">In the neutral form.</param>
/// <param name="Body">
/// The payload of an operation whose output has a raw body, as a stream that the receiver reads and disposes; else null.
/// </param>
/// <param name="RequestId">AWS's id for the request; null where the answer has none.</param>
internal sealed record AwsResult(JsonObject Output, WireBody? Body, string? RequestId);

/// <summary>Gives the keys to sign with, fresh enough to be used now; may call a service to get them.</summary>
internal delegate ValueTask<SigningCredentials> CredentialSource(CancellationToken cancellationToken);
