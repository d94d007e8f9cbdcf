using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Workflows.Running;

namespace Quell.Workflows.Executing;

/// <summary>An execution of a state machine that is about to be started: what it runs and what it is called.</summary>
/// <param name="ids">Whatever it needs of ids and of chance; the same each time that the same request is made.</param>
internal sealed class NewExecution(IdSource ids)
{
    /// <summary>What is started, out of the versions that an alias leads to.</summary>
    /// <exception cref="Aws.AwsException">As <see cref="StateMachines.Resolve"/>.</exception>
    public ResolvedStateMachine Resolve(ResourceSet state, Scope scope, string? arn) =>
        StateMachines.Resolve(state, scope, arn, (int)(uint.Parse(ids.Hex(8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % 100));

    /// <param name="name">Null for one that is made up.</param>
    /// <param name="traceHeader">Shown again; null for none.</param>
    public ExecutionHeader Header(ResolvedStateMachine machine, string? name, string? traceHeader, DateTimeOffset created)
    {
        var isExpress = machine.Definition.String("type") == "EXPRESS";
        name ??= ids.Uuid();
        var (scope, machineName) = (machine.Arn.Scope, machine.Arn.Name);
        StatesArn arn = isExpress ? new StatesArn.Express(scope, machineName, name, ids.Uuid()) : new StatesArn.Execution(scope, machineName, name);
        return new()
        {
            Id = arn.ToString(),
            Kind = WorkflowLanguage.Kind,
            Target = machine.Arn.ToString(),
            Scope = scope,
            Created = created,
            Definition = machine.Definition.String("definition") ?? "",
            Settings = Settings(machine, name, isExpress, traceHeader).ToJson(),
            IsVolatile = isExpress,
        };
    }

    private static WorkflowSettings Settings(ResolvedStateMachine machine, string name, bool isExpress, string? traceHeader)
    {
        var document = machine.Definition;
        return new()
        {
            RoleArn = document.String("roleArn") ?? "",
            MachineName = machine.Arn.Name,
            Name = name,
            VersionArn = machine.VersionArn,
            AliasArn = machine.AliasArn,
            IsExpress = isExpress,
            Logging = document.Object("loggingConfiguration") is { } logging && logging.String("level") is not (null or "OFF") ? logging : null,
            IsTraced = document.Object("tracingConfiguration")?.Bool("enabled") is true,
            TraceHeader = traceHeader,
            RevisionId = document.String("revisionId"),
            Updated = document.String(StateMachines.UpdateDate) ?? document.String("creationDate"),
        };
    }
}
