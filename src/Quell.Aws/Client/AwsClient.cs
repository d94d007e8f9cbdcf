using System.Runtime.CompilerServices;
using Polly;
using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Engine.Json;

namespace Quell.Aws.Client;

/// <summary>Calls any operation of any service by its model. Safe for any number of threads.</summary>
/// <param name="http">Should not follow redirects, decompress or add headers.</param>
internal sealed class AwsClient(HttpMessageInvoker http, ServiceCatalog catalog, AwsClientOptions options, TimeProvider time)
{
    private readonly HttpTransport _transport = new(http);
    private readonly EndpointResolver _endpoints = new(catalog, options.Endpoint);
    private readonly SigV4Signer _signer = new(new SigningKeyCache());
    private readonly ResiliencePipeline _retry = RetryRule.Pipeline(options.Attempts, options.RetryDelay, time);

    /// <summary>Makes one call.</summary>
    /// <exception cref="AwsException">
    /// The service refused or failed; or the call is none: <c>UnknownService</c>, <c>UnknownOperation</c>, <c>ParamValidation</c>.
    /// </exception>
    public async Task<AwsResult> CallAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var (service, operation) = Resolve(request);
        var input = WithToken(operation, request);
        var wire = Serialize(service, operation, input, request.Body);
        var endpoint = _endpoints.Resolve(service, request.Region, options.Endpoint is null ? HostPrefix.Fill(operation, input) : "");
        try
        {
            return await _retry.ExecuteAsync(
                async token => await AttemptAsync(service, operation, request, wire, endpoint, token), cancellationToken);
        }
        catch (RetryableException given)
        {
            throw given.Fault;
        }
    }

    /// <summary>The pages of a call, one after the other; one page where the operation has no others.</summary>
    /// <exception cref="AwsException">As <see cref="CallAsync"/>; <c>PaginationError</c> where a token leads back to itself.</exception>
    public async IAsyncEnumerable<JsonObject> PagesAsync(
        AwsRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var paginator = Resolve(request).Operation.Paginator;
        while (true)
        {
            var page = (await CallAsync(request, cancellationToken)).Output;
            yield return page;
            if (paginator is null || PageTokens.Next(paginator, page) is not { } tokens)
            {
                yield break;
            }

            var next = request.Input.Merge(tokens);
            request = next.Equals(request.Input)
                ? throw new AwsException("PaginationError", $"The same next token was received twice: {tokens}")
                : request with { Input = next };
        }
    }

    private static JsonObject WithToken(OperationModel operation, AwsRequest request)
    {
        var member = operation.Input?.Members.FirstOrDefault(member => member.IsIdempotencyToken);
        return member is null || request.IdempotencyToken is not { } token || request.Input.Has(member.Name)
            ? request.Input
            : request.Input.With(member.Name, token);
    }

    private static bool HasToken(OperationModel operation, AwsRequest request) =>
        operation.Input?.Members.Any(member => member.IsIdempotencyToken && (request.IdempotencyToken is not null || request.Input.Has(member.Name))) == true;

    /// <summary>The protocol that requests to the service are written in: the first that is known of those it speaks.</summary>
    public static WireProtocol ProtocolOf(ServiceModel service) =>
        service.Entry.Protocols.Select(name => name switch
        {
            "json" => JsonProtocol.Of(service.Entry.JsonVersion),
            "rest-json" => RestJsonProtocol.Instance,
            "rest-xml" => RestXmlProtocol.Instance,
            "query" => QueryProtocol.Instance,
            "ec2" => (WireProtocol)Ec2Protocol.Instance,
            _ => null,
        }).FirstOrDefault(protocol => protocol is not null)
        ?? throw new AwsException("UnsupportedProtocol", $"{service.Name} speaks none of the known protocols.");

    private static WireRequest Serialize(ServiceModel service, OperationModel operation, JsonObject input, WireBody? body)
    {
        try
        {
            var request = ProtocolOf(service).WriteRequest(service, operation, input, body);
            BodyChecksum.Add(operation, input, request);
            return request;
        }
        catch (ArgumentException fault)
        {
            throw new AwsException("ParamValidation", $"Parameter validation failed: {fault.Message}");
        }
    }

    private (ServiceModel Service, OperationModel Operation) Resolve(AwsRequest request)
    {
        var service = catalog.Find(request.Service) ?? throw new AwsException("UnknownService", $"Unknown service: '{request.Service}'.");
        return (service, service.Find(request.Operation)
            ?? throw new AwsException("UnknownOperation", $"{service.Name} has no operation '{request.Operation}'."));
    }

    private async ValueTask<AwsResult> AttemptAsync(
        ServiceModel service, OperationModel operation, AwsRequest request, WireRequest wire, ResolvedEndpoint endpoint,
        CancellationToken cancellationToken)
    {
        var signed = await SignAsync(operation, request, wire, endpoint, cancellationToken);
        var protocol = ProtocolOf(service);
        try
        {
            var response = await _transport.SendAsync(endpoint.Authority, signed, operation.HasOutputBody, cancellationToken);
            response = operation.HasOutputBody ? response : S3Xml.WithLateError(operation, response);
            if (response.Status >= 300)
            {
                throw protocol.ReadError(service, response);
            }

            var output = protocol.ReadResponse(operation, response);
            var id = response.Headers["x-amzn-RequestId"] ?? response.Headers["x-amz-request-id"];
            return new(output, operation.HasOutputBody ? response.Body : null, id);
        }
        catch (AwsException fault) when (wire.Body.Stream is null && RetryRule.Allows(fault, operation, HasToken(operation, request)))
        {
            throw new RetryableException(fault);
        }
    }

    private async ValueTask<WireRequest> SignAsync(
        OperationModel operation, AwsRequest request, WireRequest wire, ResolvedEndpoint endpoint, CancellationToken cancellationToken)
    {
        var headers = new WireHeaders(wire.Headers)
        {
            { "Host", new Uri(endpoint.Authority).Authority },
            { "User-Agent", options.UserAgent },
        };
        if (request.Credentials is { } source && !operation.IsAnonymous)
        {
            var credentials = await source(cancellationToken);
            var hash = wire.Body.Stream is null && !operation.IsPayloadUnsigned ? PayloadHash.Of(wire.Body.Bytes.Span) : PayloadHash.Unsigned;
            var added = _signer.Sign(
                new SignableRequest(wire.Method, wire.RawPath, wire.RawQuery, headers),
                credentials, endpoint.SigningRegion, endpoint.SigningName, hash, time.GetUtcNow());
            foreach (var (name, value) in added)
            {
                headers.Add(name, value);
            }
        }

        return wire with { Headers = headers };
    }
}

/// <param name="Endpoint">One address for every service, <c>http://127.0.0.1:5000</c>; null for AWS's own.</param>
/// <param name="Attempts">In all, the first included.</param>
internal sealed record AwsClientOptions(string? Endpoint = null, int Attempts = 3)
{
    /// <summary>Before the second attempt; grows exponentially, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    public string UserAgent { get; init; } = "quell";
}
