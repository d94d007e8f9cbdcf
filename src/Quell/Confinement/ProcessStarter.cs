using System.Collections.Concurrent;
using System.Diagnostics;

namespace Quell.Confinement;

/// <summary>
/// Starts child processes from one thread that lives as long as Quell does: the signal that a child asked for on its parent's
/// death comes when the <em>thread</em> that started it ends (prctl(2), PR_SET_PDEATHSIG), and pool threads come and go.
/// </summary>
internal sealed class ProcessStarter : IDisposable
{
    private readonly BlockingCollection<Request> _requests = new(boundedCapacity: 1024);

    private readonly Thread _thread;

    public ProcessStarter()
    {
        _thread = new(Run) { IsBackground = true, Name = "process-starter" };
        _thread.Start();
    }

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public Task<Process> Start(ProcessStartInfo info)
    {
        var request = new Request(info, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _requests.Add(request);
        return request.Started.Task;
    }

    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        _requests.Dispose();
    }

    private void Run()
    {
        foreach (var (info, started) in _requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info) ?? throw new UnreachableException(info.FileName));
            }
            catch (Exception fault)
            {
                started.SetException(fault);
            }
        }
    }

    private sealed record Request(ProcessStartInfo Info, TaskCompletionSource<Process> Started);
}
