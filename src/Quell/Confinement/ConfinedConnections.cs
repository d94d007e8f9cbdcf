using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Quell.Confinement;

/// <summary>
/// Gives the web server the connections of confined runs. Quell accepts them itself, on sockets that live in the runs' own networks;
/// nothing stands between a run and the server. Safe for concurrent use.
/// </summary>
internal sealed class ConfinedConnections : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateBounded<ConnectionContext>(
        new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.Wait });

    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);

    /// <summary>Makes the server take them.</summary>
    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConnectionListenerFactory>(this);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(Place.Instance));
    }

    public bool CanBind(EndPoint endpoint) => endpoint is Place;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new Listener(_accepted));

    public void Dispose() => _contexts.Dispose();

    /// <summary>Accepts what the run's network brings, until its listening socket is closed.</summary>
    public async Task Accept(Socket listener, ConfinedOrigin origin)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync().ConfigureAwait(false);
                socket.NoDelay = true;
                var context = _contexts.Create(socket);
                context.Features.Set(origin);
                await _accepted.Writer.WriteAsync(context).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            // The run has ended, or the server has.
            listener.Dispose();
        }
    }

    private sealed class Listener(Channel<ConnectionContext> accepted) : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => Place.Instance;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _unbound.Token);
            try
            {
                return await accepted.Reader.ReadAsync(either.Token).ConfigureAwait(false);
            }
            catch (Exception end) when (end is ChannelClosedException || (end is OperationCanceledException && _unbound.IsCancellationRequested))
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            accepted.Writer.TryComplete();
            _unbound.Cancel();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _unbound.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Stands for all networks of confined runs.</summary>
    private sealed class Place : EndPoint
    {
        public static Place Instance { get; } = new();

        public override string ToString() => "confined";
    }
}
