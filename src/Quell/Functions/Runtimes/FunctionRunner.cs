using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Confinement;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Functions.Runtimes;

/// <summary>
/// Runs invocations: each in an idle environment of the function's present revision, or in a new one, as many at once as
/// <see cref="FunctionHost.Concurrency"/> and what the function has reserved allow. Safe for concurrent use.
/// </summary>
internal sealed class FunctionRunner : IAsyncDisposable
{
    private readonly FunctionHost _host;
    private readonly RuntimeApi _api;
    private readonly EnvironmentFactory _factory;
    private readonly SemaphoreSlim _slots;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stack<FunctionEnvironment>> _idle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly HashSet<FunctionEnvironment> _all = [];
    private readonly ITimer _reaper;
    private volatile bool _stopped;

    public FunctionRunner(FunctionHost host, RuntimeApi api)
    {
        (_host, _api, _factory, _slots) = (host, api, new(host), new(host.Concurrency));
        _reaper = host.Time.CreateTimer(_ => Reap(), null, host.IdleLimit / 4, host.IdleLimit / 4);
        host.Resources.Changed += Retire;
    }

    /// <summary>Claims one of the function's reserved places; false where all of them are taken.</summary>
    public bool TryReserve(Function function)
    {
        lock (_gate)
        {
            var running = _running.GetValueOrDefault(function.Name.Arn);
            if (running >= (function.ReservedConcurrency ?? long.MaxValue))
            {
                return false;
            }

            _running[function.Name.Arn] = running + 1;
            return true;
        }
    }

    /// <summary>Gives back what <see cref="TryReserve"/> claimed.</summary>
    public void Release(Function function)
    {
        lock (_gate)
        {
            _running[function.Name.Arn]--;
        }
    }

    /// <summary>Runs an invocation to its end; whatever the function does, the answer is an outcome.</summary>
    /// <param name="started">Called once the invocation has been handed to the function's process.</param>
    public async Task<InvocationOutcome> Run(Function function, Invocation invocation, Action? started = null)
    {
        await _slots.WaitAsync().ConfigureAwait(false);
        FunctionEnvironment? environment = null;
        try
        {
            environment = Take(function) ?? await Start(function).ConfigureAwait(false);
            if (await environment.Ready().ConfigureAwait(false) is { } fault)
            {
                started?.Invoke();
                return environment.Refuse(invocation, fault);
            }

            CrashPoint.Reach(CrashPoint.FunctionBeforeStart);
            var outcome = await environment.Invoke(invocation, () =>
            {
                CrashPoint.Reach(CrashPoint.FunctionAfterStart);
                started?.Invoke();
            }).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.FunctionBeforeResult);
            return outcome;
        }
        catch (EnvironmentException fault)
        {
            if (!_stopped)
            {
                started?.Invoke();
            }

            var error = new FunctionFault("Runtime.InvalidEnvironment", fault.Message);
            _host.Logs.Stream(function.Scope, function.LogGroup, "quell").Append([new(_host.Time.GetUtcNow().ToUnixTimeMilliseconds(), fault.Message)]);
            return new(error.Document, error, fault.Message + "\n", TimeSpan.Zero);
        }
        finally
        {
            if (environment is not null)
            {
                await Return(environment).ConfigureAwait(false);
            }

            _slots.Release();
        }
    }

    /// <summary>Ends every environment and what it started.</summary>
    public async ValueTask DisposeAsync()
    {
        _host.Resources.Changed -= Retire;
        await _reaper.DisposeAsync().ConfigureAwait(false);
        List<FunctionEnvironment> rest;
        lock (_gate)
        {
            _stopped = true;
            rest = [.. _all];
        }

        await End(rest).ConfigureAwait(false);
        _factory.Dispose();
        _slots.Dispose();
    }

    private static string Pool(Function function) => $"{function.Name.Arn}:{function.Version}:{function.Revision}";

    private FunctionEnvironment? Take(Function function)
    {
        lock (_gate)
        {
            while (_idle.TryGetValue(Pool(function), out var idle) && idle.TryPop(out var environment))
            {
                if (environment.IsAlive)
                {
                    return environment;
                }
            }

            return null;
        }
    }

    private async Task<FunctionEnvironment> Start(Function function)
    {
        if (_stopped)
        {
            throw new EnvironmentException("Quell is about to stop: no function is started any more.");
        }

        var token = RuntimeApi.NewToken();
        var key = _host.Keys.Issue(ExecutionRole.Session(_host.Resources.Current, function, _host.Time.GetUtcNow()));
        _api.Expect(token);
        try
        {
            var environment = await _factory.Start(function, key, token).ConfigureAwait(false);
            _api.Add(token, environment);
            lock (_gate)
            {
                _all.Add(environment);
            }

            if (_stopped)
            {
                await End([environment]).ConfigureAwait(false);
            }

            return environment;
        }
        catch
        {
            _api.Remove(token);
            _host.Keys.Revoke(key);
            throw;
        }
    }

    private async ValueTask Return(FunctionEnvironment environment)
    {
        lock (_gate)
        {
            if (environment.IsAlive && !_stopped && IsCurrent(environment.Function))
            {
                var pool = Pool(environment.Function);
                if (!_idle.TryGetValue(pool, out var idle))
                {
                    _idle.Add(pool, idle = []);
                }

                idle.Push(environment);
                return;
            }
        }

        await End([environment]).ConfigureAwait(false);
    }

    private bool IsCurrent(Function function) =>
        Function.Find(_host.Resources.Current, function.Name with { Qualifier = function.Version })?.Revision == function.Revision;

    /// <summary>Ends idle environments of functions that have just been changed or deleted.</summary>
    private void Retire(IReadOnlyDictionary<ResourceKey, JsonObject?> changes)
    {
        if (changes.Keys.Any(key => key.Type is Function.Type or Function.VersionType))
        {
            EndIdle(environment => !IsCurrent(environment.Function));
        }
    }

    private void Reap()
    {
        EndIdle(environment => !environment.IsAlive || _host.Time.GetElapsedTime(environment.IdleSince) > _host.IdleLimit);
    }

    private void EndIdle(Func<FunctionEnvironment, bool> isToEnd)
    {
        var ended = new List<FunctionEnvironment>();
        lock (_gate)
        {
            foreach (var (pool, idle) in _idle.ToList())
            {
                var (end, keep) = (idle.Where(isToEnd).ToList(), idle.Where(environment => !isToEnd(environment)).Reverse().ToList());
                ended.AddRange(end);
                if (keep.Count == 0)
                {
                    _idle.Remove(pool);
                }
                else
                {
                    _idle[pool] = new(keep);
                }
            }
        }

        if (ended.Count > 0)
        {
            _ = Task.Run(() => End(ended));
        }
    }

    private async Task End(List<FunctionEnvironment> environments)
    {
        foreach (var environment in environments)
        {
            lock (_gate)
            {
                _all.Remove(environment);
            }

            _host.Keys.Revoke(environment.Key);
            _api.Remove(environment.Token);
            try
            {
                await environment.DisposeAsync().ConfigureAwait(false);
            }
            catch (IOException fault)
            {
                _host.Log.LogWarning(fault, "The temporary files of an environment could not be removed");
            }
        }
    }
}
