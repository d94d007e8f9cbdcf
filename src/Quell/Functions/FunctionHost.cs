using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Confinement;
using Quell.Gate;
using Quell.Logs;

namespace Quell.Functions;

/// <summary>What functions need of the process that they are part of.</summary>
internal sealed record FunctionHost
{
    /// <summary>The <c>functions</c> folder within the data folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Host and port where this process listens, <c>127.0.0.1:4600</c>; known once it does.</summary>
    public string Authority { get; set; } = "127.0.0.1:4600";

    public required CodeStore Codes { get; init; }

    public required ResourceStore Resources { get; init; }

    public required EnvironmentKeys Keys { get; init; }

    public required LogStore Logs { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Where CreateFunction finds packages that lie in S3.</summary>
    public ObjectReader Objects { get; init; } = static (_, _, _, _) => null;

    /// <summary>Starts their processes.</summary>
    public required Confiner Confiner { get; init; }

    /// <summary>Invocations that may run at once, over all functions.</summary>
    public int Concurrency { get; init; } = Math.Max(8, Environment.ProcessorCount * 4);

    /// <summary>How long an environment is kept that has nothing to do.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(5);
}
