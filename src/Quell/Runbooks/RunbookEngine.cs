using Quell.Accounts;
using Quell.Approvals;
using Quell.Aws.Calls;
using Quell.Blobs;
using Quell.Connections;
using Quell.Deliveries;
using Quell.Engine.Runbooks;
using Quell.Engine.Scopes;
using Quell.Events;
using Quell.Executions;
using Quell.Gate;
using Quell.Logs;
using Quell.Runbooks.Executing;
using Quell.Runbooks.Running;
using Quell.Sandbox.Identities;
using Quell.Scripts;
using Quell.Stacks.Deploying;
using Quell.Storage;

namespace Quell.Runbooks;

/// <summary>Runbooks whole: their executions, what these do, and who decides on them.</summary>
internal sealed class RunbookEngine : IDisposable
{
    /// <param name="executions">Runs them, and gets their language and performers.</param>
    public RunbookEngine(RunbookHost host, DurableExecutions executions)
    {
        Host = host;
        Executions = executions;
        Automations = new(host.Resources, Documents, MayAssume, host.Time);
        Approvals = new(executions, host.Journal, host.Time, host.AllowsSelfApproval);
        Calls = new(host.Resources, host.Calls);
        executions.Host
            .Add(RunbookLanguage.Kind, new RunbookLanguage(Documents, host.Tokens, host.Bus))
            .Add(RunbookWork.Call, new CallPerformer(Calls, host.Time))
            .Add(RunbookWork.Lookup, new LookupPerformer(Calls))
            .Add(RunbookWork.Pause, new PausePerformer())
            .Add(RunbookWork.Approval, new ApprovalPerformer(Calls, host.Journal, host.Links, host.Time))
            .Add(RunbookWork.Script, new ScriptPerformer(host.Scripts, Calls, host.Blobs, host.Logs, host.Time))
            .Add(RunbookWork.Command, new CommandPerformer(Calls, host.Time))
            .Add(RunbookWork.Webhook, new WebhookPerformer(Calls, host.Endpoints))
            .Add(RunbookWork.Child, new ChildPerformer(executions, Automations, Calls, host.Seed));
        Target = new(host.Resources, executions, Automations, WithoutRole, host.Time, host.Seed);
    }

    public RunbookHost Host { get; }

    public DurableExecutions Executions { get; }

    public CompiledRunbooks Documents { get; } = new();

    public NewAutomation Automations { get; }

    public ApprovalDesk Approvals { get; }

    public RunbookCalls Calls { get; }

    /// <summary>Runbooks as the target of a rule.</summary>
    public RunbookTarget Target { get; }

    public void Dispose() => Approvals.Dispose();

    /// <summary>In front of AWS the roles are AWS's, which says at the first call whether one can be assumed.</summary>
    private bool MayAssume(Arn role, string execution, Scope scope) =>
        Host.IsCloudAws || RoleTrust.Allows(Host.Resources.Current, role, RunbookCalls.Service, execution, scope.Account) is true;

    private Principal? WithoutRole(Scope scope) => Host.AllowsNoRole ? Principal.Root(scope.Account) : null;
}

/// <summary>What runbooks need of the process that they are part of.</summary>
internal sealed record RunbookHost
{
    public required Journal Journal { get; init; }

    public required ResourceStore Resources { get; init; }

    /// <summary>Makes the calls of executions.</summary>
    public required ExecutionCalls Calls { get; init; }

    public required TaskTokens Tokens { get; init; }

    public required ScriptRunner Scripts { get; init; }

    public required BlobStore Blobs { get; init; }

    public required LogStore Logs { get; init; }

    /// <summary>Sends what webhooks are told.</summary>
    public required EndpointClient Endpoints { get; init; }

    /// <summary>The links by which topics are asked for approvals.</summary>
    public required ApprovalLinks Links { get; init; }

    /// <summary>Lets calls through the gate.</summary>
    public required CallPass Pass { get; init; }

    /// <summary>Puts events on the bus.</summary>
    public required Func<IReadOnlyList<BusEvent>, HandOver> Bus { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>What the ids of this data folder derive from.</summary>
    public required string Seed { get; init; }

    /// <summary>Whether the calls go to AWS.</summary>
    public bool IsCloudAws { get; init; }

    /// <summary>Whether somebody may approve what they have started themselves.</summary>
    public bool AllowsSelfApproval { get; init; }

    /// <summary>Whether what has no role acts as the account's administrator.</summary>
    public bool AllowsNoRole { get; init; }
}
