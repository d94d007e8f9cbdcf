using System.Net.Sockets;

namespace Quell.Confinement;

/// <summary>Keeps one launcher, started when it is first needed and again where it has ended. Safe for concurrent use.</summary>
internal sealed class LauncherSlot(Func<Task<Launcher>> start) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Launcher? _launcher;

    /// <exception cref="EnvironmentException">It does not start.</exception>
    public async ValueTask<Launcher> Get()
    {
        if (_launcher is { IsAlive: true } ready)
        {
            return ready;
        }

        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_launcher is not { IsAlive: true })
            {
                _launcher?.Dispose();
                _launcher = await start().ConfigureAwait(false);
            }

            return _launcher;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forks. A launcher that ends before it has is started again, once: nothing was begun.</summary>
    /// <exception cref="EnvironmentException">As <see cref="Launcher.Fork"/>.</exception>
    public async Task<Socket> Fork(CancellationToken cancellationToken)
    {
        var launcher = await Get().ConfigureAwait(false);
        try
        {
            return await launcher.Fork(cancellationToken).ConfigureAwait(false);
        }
        catch (EnvironmentException) when (!launcher.IsAlive)
        {
            return await (await Get().ConfigureAwait(false)).Fork(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _launcher?.Dispose();
        _gate.Dispose();
    }
}
