using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Quell.Aws;
using Quell.Aws.Protocols;

namespace Quell.Server;

/// <summary>Takes an HTTP request off Kestrel without reading anything into it: the raw target, the headers, the body as it comes.</summary>
internal static class RequestReader
{
    /// <summary>The largest body that is held in memory: a function's zip of 50 MB in base64, with room for the rest of the call.</summary>
    public const long MaxBufferedBody = 72L * 1024 * 1024;

    /// <summary>The request with its body still a stream.</summary>
    public static WireRequest Read(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out _))
        {
            // The absolute form, as proxies send it: what follows the authority, as it stands.
            var authority = target.IndexOf("//", StringComparison.Ordinal) + 2;
            var end = target.AsSpan(authority).IndexOfAny('/', '?');
            target = end < 0 ? "/" : target[authority + end] == '?' ? $"/{target[(authority + end)..]}" : target[(authority + end)..];
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        var headers = new WireHeaders();
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                headers.Add(name, value ?? "");
            }
        }

        return new(
            context.Request.Method,
            query < 0 ? target : target[..query],
            query < 0 ? "" : target[(query + 1)..],
            headers,
            new WireBody(context.Request.Body, context.Request.ContentLength));
    }

    /// <summary>The request with its body in memory.</summary>
    /// <exception cref="AwsException"><c>RequestEntityTooLargeException</c>: it is over <see cref="MaxBufferedBody"/>.</exception>
    public static async ValueTask<WireRequest> Buffer(WireRequest request, CancellationToken cancellationToken)
    {
        if (request.Body.Stream is not { } stream)
        {
            return request;
        }

        if (request.Body.Length > MaxBufferedBody)
        {
            throw TooLarge();
        }

        var bytes = request.Body.Length is { } length
            ? await ReadExactly(stream, (int)length, cancellationToken).ConfigureAwait(false)
            : await ReadAll(stream, cancellationToken).ConfigureAwait(false);
        return request with { Body = new WireBody(bytes) };
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadExactly(Stream stream, int length, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return default;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAll(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBufferedBody)
            {
                throw TooLarge();
            }
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static AwsException TooLarge() => new(
        "RequestEntityTooLargeException", $"The request's body is over the limit of {MaxBufferedBody} bytes.", 413);
}
