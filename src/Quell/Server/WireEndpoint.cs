using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Aws.Protocols;
using Quell.Aws.Signing;
using Quell.Blobs;
using Quell.Confinement;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Gate;
using Quell.Storage;

namespace Quell.Server;

/// <summary>
/// The AWS wire APIs: routes a request, finds out who signed it, decodes it, passes it through the gate and answers in the
/// caller's protocol. Whatever is wrong with a request, the answer is AWS's error for it.
/// </summary>
internal sealed class WireEndpoint(
    WireServer wire, Callers callers, SigV4Verifier verifier, CallGate gate, PutEvents putEvents, BlobStore blobs, TimeProvider time, ILogger<WireEndpoint> log)
{
    /// <summary>Whether the request is for the AWS APIs: it is signed, names a target, or is a link that AWS hands out unsigned.</summary>
    public static bool Takes(WireRequest request) =>
        SignatureReader.IsSigned(new SignableRequest(request)) || request.Headers.Has("X-Amz-Target") || IsUnsignedLink(request);

    public async Task Answer(HttpContext context, WireRequest request)
    {
        var exchange = new Exchange(context, request, Guid.NewGuid().ToString());
        try
        {
            await Serve(exchange).ConfigureAwait(false);
        }
        catch (AwsException fault)
        {
            await Send(exchange, WireServer.WriteError(exchange.Route, request, fault, exchange.RequestId)).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            await Send(exchange, WireServer.WriteError(
                exchange.Route, request, new("ServiceUnavailable", fault.Message, 503), exchange.RequestId)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault)
        {
            await Send(exchange, WireServer.WriteError(exchange.Route, request, Unreadable(fault), exchange.RequestId)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !context.Response.HasStarted)
        {
            log.LogError(fault, "Request {RequestId} met a fault of ours", exchange.RequestId);
            await Send(exchange, WireServer.WriteError(
                exchange.Route, request, new("InternalFailure", "The request processing has failed because of an internal error; the log has the details.", 500), exchange.RequestId)).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing else may pass as such a link: it needs no signature.</summary>
    private static bool IsUnsignedLink(WireRequest request) =>
        request.Method == "GET"
        && request.RawQuery.Contains("Action=", StringComparison.Ordinal)
        && QueryText.Parse(request.RawQuery).Where(pair => pair.Key == "Action").Select(pair => pair.Value).ToList()
            is [("ConfirmSubscription" or "Unsubscribe")];

    /// <summary>The body broke off, came too slowly or in a broken framing ("Common Error Types" of the Lambda API Reference).</summary>
    private static AwsException Unreadable(BadHttpRequestException fault) => fault.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => new("RequestTimeoutException", "The request's body came too slowly.", 408),
        StatusCodes.Status413PayloadTooLarge => new("RequestEntityTooLargeException", "The request's body is too large.", 413),
        _ => new("MalformedHttpRequestException", $"The request's body cannot be read: {fault.Message}", 400),
    };

    private async ValueTask Serve(Exchange exchange)
    {
        var aborted = exchange.Context.RequestAborted;
        var signable = new SignableRequest(exchange.Request);
        var isLink = !SignatureReader.IsSigned(signable) && IsUnsignedLink(exchange.Request);
        SignatureClaim? claim = null;
        SignatureRefusal? refusal = null;
        var isClaimed = !isLink && SignatureReader.TryRead(signable, out claim, out refusal);
        var isS3 = claim is { Scope.IsS3: true };
        if (!isS3)
        {
            exchange.Request = await RequestReader.Buffer(exchange.Request, aborted).ConfigureAwait(false);
        }

        var bucket = isS3 ? VirtualHost.Bucket(exchange.Context.Request.Host.Value ?? "") : null;
        exchange.Route = wire.Route(isLink ? "sns" : claim?.Service ?? SignatureReader.ServiceHint(signable), exchange.Request, bucket);
        if (claim is not null && exchange.Route.Service is { Entry.SigningName: var signingName } && signingName != claim.Service)
        {
            refusal = new(RefusalKind.WrongScope, $"Credential should be scoped to correct service: '{signingName}'.", claim.IsPresigned);
            throw refusal.ToException(Dialect(exchange.Route));
        }

        if (exchange.Context.Features.Get<ConfinedOrigin>() is { } origin && (claim is null || claim.AccessKey != origin.AccessKeyId))
        {
            // A run could otherwise call as whoever it says it is: on loopback keys that nobody made are accepted.
            throw (refusal ?? new(claim is null ? RefusalKind.Missing : RefusalKind.UnknownKey)).ToException(Dialect(exchange.Route));
        }

        var caller = isLink
            ? callers.Anonymous
            : isClaimed && claim is not null
                ? callers.Find(signable, claim, isS3 ? (ReadOnlyMemory<byte>?)null : exchange.Request.Body.Bytes, out refusal)
                : null;
        if (caller is null)
        {
            throw (refusal ?? new(RefusalKind.Missing)).ToException(Dialect(exchange.Route));
        }

        if (exchange.Route is not { Service: { } service, Operation: { } operation })
        {
            throw exchange.Route.Fault ?? new AwsException("InvalidAction", "The request names no operation.");
        }

        if (operation.Name == "PutEvents" && service.Name == "events" && caller is { Environment: null, Principal.Type: "Root" } && await Put(exchange, caller, claim).ConfigureAwait(false))
        {
            return;
        }

        var body = await TakeBody(exchange, signable, claim, caller, operation, aborted).ConfigureAwait(false);
        var call = Decode(exchange, service, operation, claim, caller, body);
        var result = await gate.Pass(call, aborted).ConfigureAwait(false);
        CrashPoint.Reach(CrashPoint.CallBeforeAnswer);
        var payload = result.Body is { } slices ? new WireBody(blobs.Open(slices), slices.Sum(slice => slice.Length)) : RawPayload.Give(operation.Output, result.Output);
        await Send(exchange, WireServer.Write(exchange.Route, result.Output, payload, exchange.RequestId)).ConfigureAwait(false);
    }

    private Call Decode(Exchange exchange, ServiceModel service, OperationModel operation, SignatureClaim? claim, Caller caller, Blob? body)
    {
        var input = WireServer.Read(exchange.Route, exchange.Request);
        if (exchange.Request.Body.Stream is null)
        {
            input = RawPayload.Take(operation.Input, input, exchange.Request.Body.Bytes.Span);
        }

        InputValidator.Check(service, operation, input);
        var invocation = caller.Environment?.Current;
        if (caller.Environment is not null && invocation is null)
        {
            throw new AwsException(
                "AccessDenied", $"User: {caller.Principal.Arn} is not authorized: its environment serves no invocation right now.", 403);
        }

        var owner = invocation?.NextIdOwner(service.Name, operation.Name, input);
        exchange.RequestId = owner is null ? exchange.RequestId : new IdSource("request", owner).Uuid();
        return new Call
        {
            RequestId = exchange.RequestId,
            Service = service.Name,
            Operation = operation.Name,
            Input = input,
            Scope = ScopeOf(caller, claim),
            Principal = caller.Principal,
            Time = time.GetUtcNow(),
            Body = body,
            SourceIp = exchange.Context.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1",
            UserAgent = exchange.Request.Headers["User-Agent"] ?? "",
            Host = exchange.Context.Request.Host.Value ?? "",
            Cause = invocation?.Cause,
            IdOwner = owner,
            IsRepeated = invocation?.IsRepeated is true,
        };
    }

    /// <summary>
    /// The short way of PutEvents, the one call that comes in bulk: from the request's bytes to the journal without values in
    /// between. Its answers are those of the general way.
    /// </summary>
    /// <returns>False where the request has to go the general way.</returns>
    private async ValueTask<bool> Put(Exchange exchange, Caller caller, SignatureClaim? claim)
    {
        var scope = ScopeOf(caller, claim);
        if (await putEvents.HandleRaw(scope, exchange.Request.Body.Bytes).ConfigureAwait(false) is not { } answer)
        {
            return false;
        }

        CrashPoint.Reach(CrashPoint.CallBeforeAnswer);
        var headers = new WireHeaders
        {
            { "Content-Type", "application/x-amz-json-1.1" },
            { "x-amzn-RequestId", exchange.RequestId },
        };
        await Send(exchange, new WireResponse(200, headers, new WireBody(answer))).ConfigureAwait(false);
        return true;
    }

    private static Scope ScopeOf(Caller caller, SignatureClaim? claim) =>
        new(caller.Principal.Account, claim?.Region is { Length: > 0 } region ? region : Scope.DefaultRegion);

    /// <summary>
    /// Takes an S3 body off its stream, its framing and digests checked: into the blob store for an operation with a raw
    /// payload, else into memory.
    /// </summary>
    private async ValueTask<Blob?> TakeBody(
        Exchange exchange, SignableRequest signable, SignatureClaim? claim, Caller caller, OperationModel operation, CancellationToken cancellationToken)
    {
        if (exchange.Request.Body.Stream is not { } raw || claim is null)
        {
            return null;
        }

        var chunks = caller.Secret is { } secret ? verifier.Chunks(claim, secret) : null;
        await using var content = ChunkedUpload.Read(signable) is { } upload
            ? (Stream)new AwsChunkedDecoder(raw, upload, chunks)
            : new DigestedBody(raw, signable);
        if (operation.HasInputBody)
        {
            return await blobs.Store(content, cancellationToken).ConfigureAwait(false);
        }

        exchange.Request = exchange.Request with { Body = new WireBody(content, null) };
        exchange.Request = await RequestReader.Buffer(exchange.Request, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static SignatureDialect Dialect(CallRoute route) => (route.Service?.Name, route.Protocol.Name) switch
    {
        ("s3", _) => SignatureDialect.S3,
        (_, "query") => SignatureDialect.Query,
        (_, "ec2") => SignatureDialect.Ec2,
        (_, "rest-json") => SignatureDialect.RestJson,
        (_, "rest-xml") => SignatureDialect.RestXml,
        _ => SignatureDialect.Json,
    };

    private static async ValueTask Send(Exchange exchange, WireResponse answer)
    {
        if (exchange.Context.Response.HasStarted)
        {
            // Too late for an error: the client sees from the length that the answer is not whole.
            exchange.Context.Abort();
            return;
        }

        var response = exchange.Context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, HeaderText.Encode(value));
        }

        if (exchange.Request.Method == "HEAD" || answer.Status is 204 or 304)
        {
            return;
        }

        if (answer.Body.Stream is { } stream)
        {
            response.ContentLength ??= answer.Body.Length;
            await using (stream)
            {
                await stream.CopyToAsync(response.Body, exchange.Context.RequestAborted).ConfigureAwait(false);
            }
        }
        else
        {
            response.ContentLength = answer.Body.Bytes.Length;
            await response.BodyWriter.WriteAsync(answer.Body.Bytes, exchange.Context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>One request on its way through: what is known of it so far.</summary>
    private sealed class Exchange(HttpContext context, WireRequest request, string requestId)
    {
        public HttpContext Context { get; } = context;

        public string RequestId { get; set; } = requestId;

        /// <summary>Its body is replaced as it is read.</summary>
        public WireRequest Request { get; set; } = request;

        /// <summary>Where it leads; until that is known, errors are written as JSON.</summary>
        public CallRoute Route { get; set; } = CallRoute.Astray(JsonProtocol.V11, null, new AwsException("InvalidAction", "The request was not routed."));
    }
}
