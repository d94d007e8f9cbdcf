using System.Runtime.InteropServices;
using Quell.Cli;

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var isTerminated = false;
var code = await CommandLine.Run(args, Terminal.OfProcess(), stopping.Token).ConfigureAwait(false);
return code == ExitCode.Interrupted && isTerminated ? ExitCode.Terminated : code;

// The first signal asks for a clean end; a second one is left to the system, which ends the process at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stopping.IsCancellationRequested;
    if (signal.Cancel)
    {
        isTerminated = signal.Signal == PosixSignal.SIGTERM;
        stopping.Cancel();
    }
}
