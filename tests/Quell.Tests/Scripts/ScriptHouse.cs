using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Scripts;
using Quell.Tests.Server;

namespace Quell.Tests.Scripts;

/// <summary>A running Quell whose scripts tests run.</summary>
public sealed class ScriptHouse : IAsyncLifetime
{
    private int _executions;

    internal RunningQuell Quell { get; } = new();

    internal static Principal Fixer { get; } = new()
    {
        Type = "AssumedRole",
        PrincipalId = "AROATEST:fixing",
        Arn = "arn:aws:sts::000000000000:assumed-role/fixer/fixing",
        Account = "000000000000",
        Session = new("AROATEST", "arn:aws:iam::000000000000:role/fixer", "fixer", DateTimeOffset.UnixEpoch),
    };

    /// <summary>The role of its scripts does not exist.</summary>
    public Task InitializeAsync() => Quell.Start(options => options with { AllowsNoRole = true });

    public Task DisposeAsync() => Quell.DisposeAsync();

    /// <summary>Runs a script whose function is <c>handler</c>.</summary>
    internal Task<ScriptResult> Run(string script, JsonObject? payload = null, Func<ScriptRun, ScriptRun>? with = null) =>
        Quell.Server.Engines.Scripts.Run(Of(script, payload, with), CancellationToken.None);

    internal ScriptRun Of(string script, JsonObject? payload = null, Func<ScriptRun, ScriptRun>? with = null)
    {
        var run = new ScriptRun
        {
            Runtime = "python3.11",
            Script = script,
            Handler = "handler",
            InputPayload = payload ?? JsonObject.Empty,
            Scope = new("000000000000", "us-east-1"),
            Principal = Fixer,
            Cause = new($"execution-{Interlocked.Increment(ref _executions)}"),
            Timeout = TimeSpan.FromSeconds(60),
        };
        return with is null ? run : with(run);
    }
}
