using System.Net.Http.Headers;
using System.Net.Sockets;
using Quell.Aws.Protocols;

namespace Quell.Aws.Client;

/// <summary>Sends wire requests with an HTTP client. Paths go out exactly as they are written.</summary>
internal sealed class HttpTransport(HttpMessageInvoker http)
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <param name="authority">Scheme, host and port.</param>
    /// <param name="keepsStream">Leaves the body of a success a stream; else it is read.</param>
    /// <exception cref="AwsException">
    /// <c>EndpointConnectionError</c>: nobody was reached, nothing was sent; <c>ConnectionClosedError</c>: what became of the request is
    /// not known.
    /// </exception>
    public async Task<WireResponse> SendAsync(string authority, WireRequest request, bool keepsStream, CancellationToken cancellationToken)
    {
        var target = authority + request.RawPath + (request.RawQuery.Length == 0 ? "" : "?" + request.RawQuery);
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target, AsWritten)) { Content = ContentOf(request) };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        try
        {
            var answer = await http.SendAsync(message, cancellationToken);
            return await ReadAsync(answer, keepsStream, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound }
                || fault.HttpRequestError == HttpRequestError.NameResolutionError
                ? new AwsException("EndpointConnectionError", $"Could not connect to the endpoint URL: \"{authority}/\"", 503)
                : new AwsException("ConnectionClosedError", $"Connection was closed before a valid response came from: \"{authority}/\"", 503);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit, which is on connecting alone.
            throw new AwsException("EndpointConnectionError", $"Connect timeout on endpoint URL: \"{authority}/\"", 503);
        }
        catch (IOException)
        {
            throw new AwsException("ConnectionClosedError", $"The response from \"{authority}/\" broke off.", 503);
        }
    }

    private static HttpContent? ContentOf(WireRequest request)
    {
        if (request.Body.Length == 0 && request.Method is "GET" or "HEAD" or "DELETE")
        {
            return null;
        }

        HttpContent content = request.Body.Stream is { } stream ? new StreamContent(stream) : new ReadOnlyMemoryContent(request.Body.Bytes);
        content.Headers.ContentLength = request.Body.Length;
        return content;
    }

    private static async Task<WireResponse> ReadAsync(HttpResponseMessage answer, bool keepsStream, CancellationToken cancellationToken)
    {
        var headers = new WireHeaders(Flat(answer.Headers).Concat(Flat(answer.Content.Headers)));
        var status = (int)answer.StatusCode;
        if (keepsStream && status < 300)
        {
            // The stream owns the connection from here on: disposing it gives the connection back.
            return new(status, headers, new(await answer.Content.ReadAsStreamAsync(cancellationToken), answer.Content.Headers.ContentLength));
        }

        using (answer)
        {
            return new(status, headers, new(await answer.Content.ReadAsByteArrayAsync(cancellationToken)));
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Flat(HttpHeaders headers) =>
        headers.NonValidated.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)));
}
