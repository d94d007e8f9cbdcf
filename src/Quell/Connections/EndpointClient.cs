using System.Net;
using System.Net.Sockets;

namespace Quell.Connections;

/// <summary>
/// Sends requests to endpoints outside: pooled connections, no redirects, no cookies, one time limit for the whole exchange. What
/// a host name leads to is looked at when the connection is made (<see cref="EndpointPolicy"/>). Safe for any number of threads.
/// </summary>
internal sealed class EndpointClient : IDisposable
{
    private readonly EndpointPolicy _policy;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _invoker;

    public EndpointClient(EndpointPolicy policy, TimeProvider time)
    {
        (_policy, _time) = (policy, time);
        _invoker = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
            ConnectCallback = Connect,
        });
    }

    /// <param name="ofConnection">Headers of the connection: they win over the request's.</param>
    /// <exception cref="EndpointException">There was no answer.</exception>
    public async ValueTask<EndpointAnswer> Send(
        EndpointRequest request, IReadOnlyList<KeyValuePair<string, string>> ofConnection, CancellationToken cancellationToken)
    {
        if (_policy.Fault(request.Url.OriginalString) is { } refusal)
        {
            throw new EndpointException(EndpointFault.Refused, refusal, isTransient: false);
        }

        using var message = new HttpRequestMessage(request.Method, request.Url);
        if (!request.Body.IsEmpty && request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        EndpointHeaders.Add(message, request, ofConnection);
        using var limit = new CancellationTokenSource(request.Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _invoker.SendAsync(message, either.Token).ConfigureAwait(false);
            var body = request.ReadsUpTo == 0 ? default : await Read(response, request.ReadsUpTo, either.Token).ConfigureAwait(false);
            var isDone = request.ReadsUpTo == 0 && response.IsSuccessStatusCode;
            return new((int)response.StatusCode, response.ReasonPhrase ?? "", isDone ? [] : Headers(response), body);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EndpointException(
                EndpointFault.TimedOut, $"{request.Url.Host} did not answer within {request.Limit.TotalSeconds} seconds.", isTransient: true, fault);
        }
        catch (HttpRequestException fault)
        {
            throw fault.InnerException as EndpointException
                ?? new EndpointException(EndpointFault.Unreachable, $"{request.Url.Host} cannot be reached: {fault.Message}", isTransient: true, fault);
        }
        catch (IOException fault)
        {
            throw new EndpointException(EndpointFault.Unreachable, $"The answer of {request.Url.Host} broke off: {fault.Message}", isTransient: true, fault);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (_policy.Fault(host, address, port) is { } refusal)
            {
                throw new EndpointException(EndpointFault.Refused, refusal, isTransient: false);
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> Read(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var length = Math.Min(response.Content.Headers.ContentLength ?? 4_096, most);
        using var text = new MemoryStream((int)length);
        var buffer = new byte[8_192];
        while (text.Length < most)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - text.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            text.Write(buffer, 0, read);
        }

        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    private static List<KeyValuePair<string, string>> Headers(HttpResponseMessage response)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            headers.Add(new(name, values.ToString()));
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            headers.Add(new(name, values.ToString()));
        }

        return headers;
    }
}
