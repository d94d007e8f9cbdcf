using System.Collections.Immutable;

namespace Quell.Aws.Models;

/// <summary>One operation of a service, as its model describes it.</summary>
internal sealed class OperationModel
{
    public required string Name { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and query template: <c>/{Bucket}/{Key+}?uploads</c>.</summary>
    public required string RequestUri { get; init; }

    /// <summary>The status of a success.</summary>
    public int ResponseCode { get; init; } = 200;

    /// <summary>The model marks it <c>readonly</c>. Absence proves nothing: most older services carry no marks.</summary>
    public bool IsReadOnly { get; init; }

    public bool IsIdempotent { get; init; }

    /// <summary>A request needs a checksum of its body (<c>Content-MD5</c> or <c>x-amz-checksum-…</c>).</summary>
    public bool NeedsChecksum { get; init; }

    public bool IsPayloadUnsigned { get; init; }

    /// <summary>The operation is called without a signature.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>The model advises against it; of two operations on one path the other one is meant.</summary>
    public bool IsDeprecated { get; init; }

    public Shape.Structure? Input { get; init; }

    public Shape.Structure? Output { get; init; }

    /// <summary>The XML root element of the input where the model names one.</summary>
    public string? InputRoot { get; init; }

    public string? InputXmlNamespace { get; init; }

    /// <summary>The element around a query response's result; null where there is none.</summary>
    public string? ResultWrapper { get; init; }

    /// <summary>Goes before the host name, with labels: <c>{AccountId}.</c></summary>
    public string? HostPrefix { get; init; }

    /// <summary>The input member that picks the checksum algorithm.</summary>
    public string? ChecksumAlgorithmMember { get; init; }

    public ImmutableArray<string> ResponseAlgorithms { get; init; } = [];

    public ImmutableArray<Shape.Structure> Errors { get; init; } = [];

    /// <summary>How the operation's pages follow each other; null where it has none.</summary>
    public Paginator? Paginator { get; internal set; }

    /// <summary>The input's payload is a blob that travels as a <see cref="Protocols.WireBody"/>, outside of the neutral form.</summary>
    public bool HasInputBody => IsRaw(Input);

    /// <summary>The output's payload is a blob that travels as a <see cref="Protocols.WireBody"/>, outside of the neutral form.</summary>
    public bool HasOutputBody => IsRaw(Output);

    private static bool IsRaw(Shape.Structure? shape) => shape?.Payload is { Shape: Shape.Blob };
}

/// <summary>
/// How the pages of an operation follow each other: botocore's paginator model. Tokens and results are JMESPath expressions of the
/// simple kind that the models use: dotted names, <c>[-1]</c> and <c>||</c>.
/// </summary>
internal sealed record Paginator(
    ImmutableArray<string> InputTokens,
    ImmutableArray<string> OutputTokens,
    ImmutableArray<string> ResultKeys,
    string? LimitKey,
    string? MoreResults);
