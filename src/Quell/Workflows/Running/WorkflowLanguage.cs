using System.Collections.Concurrent;
using Quell.Aws.Operations;
using Quell.Deliveries;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows;
using Quell.Engine.Workflows.Tasks;
using Quell.Events;
using Quell.Executions;
using Quell.Storage;
using Quell.Workflows.Executing;
using Quell.Workflows.Tasks;

namespace Quell.Workflows.Running;

/// <summary>Workflows as durable executions: compiled definitions, names, what is told of them.</summary>
/// <param name="bus">Puts events on the bus.</param>
/// <param name="log">Is shown each transition of executions that log.</param>
/// <param name="ended">Is told of each execution that has ended, after that is durable.</param>
internal sealed class WorkflowLanguage(
    TaskTokens tokens, TimeProvider time, string seed, Func<IReadOnlyList<BusEvent>, HandOver> bus, Action<ExecutionHeader, WorkflowSettings, Transition> log,
    Action<ExecutionHeader> ended)
    : ExecutionLanguage
{
    /// <summary>The kind of execution that workflows are.</summary>
    public const string Kind = "workflow";

    /// <summary>Compiled definitions that are kept; beyond, all are compiled anew when they are needed.</summary>
    private const int MostDefinitions = 512;

    private readonly ConcurrentDictionary<string, WorkflowDefinition> _definitions = new(StringComparer.Ordinal);

    public override ExecutionProgram Program(long run, ExecutionHeader header)
    {
        var definition = Definition(header.Definition);
        var settings = WorkflowSettings.From(header.Settings);
        return new WorkflowProgram(definition, definition.Graphs[settings.Graph], new()
        {
            ExecutionArn = header.Id,
            ExecutionName = settings.Name,
            RoleArn = settings.RoleArn,
            StateMachineArn = header.Target,
            StateMachineName = settings.MachineName,
            StateMachineVersionArn = settings.VersionArn,
            StateMachineAliasArn = settings.AliasArn,
            Region = header.Scope.Region,
            IsExpress = settings.IsExpress,
            Seed = $"{seed}/{header.Id}",
            Token = pending => tokens.Make(run, pending),
            MapRunArn = (label, number) => new StatesArn.MapRun(
                header.Scope, settings.MachineName, label, new IdSource(seed, $"{header.Id}/map-run/{number}").Uuid()).ToString(),
            Clock = time,
            Unusable = (resource, arguments) => Mistake(resource, arguments, new(header.Id, header.Target)),
        });
    }

    public override HandOver Announce(ExecutionHeader header, Execution execution)
    {
        var settings = WorkflowSettings.From(header.Settings);
        return settings.IsExpress || header.MapRun is not null ? HandOver.Done : bus(
        [
            new(
                header.Scope, "aws.states", "Step Functions Execution Status Change", [header.Id],
                StatusChange.Detail(header, settings, execution), execution.Ended ?? time.GetUtcNow()),
        ]);
    }

    public override void Journal(JournalConnection connection, long run, ExecutionHeader header, Transition transition) =>
        MapRunTable.Follow(connection, run, transition);

    public override void Recorded(ExecutionHeader header, Transition transition)
    {
        if (transition.Events.Length > 0 && WorkflowSettings.HasLogging(header.Settings))
        {
            log(header, WorkflowSettings.From(header.Settings), transition);
        }

        if (!transition.Execution.IsRunning)
        {
            ended(header);
        }
    }

    public override Signal Told(ExecutionHeader header, Execution execution, string form)
    {
        if (form == MapChildren.Form)
        {
            return execution is { Status: ExecutionStatus.Succeeded, Output: { } output }
                ? new Signal.Succeeded(output)
                : new Signal.Failed(execution.Error, execution.Cause);
        }

        var resource = new TaskResource.Integration(
            $"arn:aws:states:::states:startExecution.{form}", "states", "startExecution", form == "sync" ? TaskPattern.Sync : TaskPattern.Sync2, IsSdk: false);
        return Signals.Of(NestedExecution.Outcome(resource, ExecutionDescription.Of(header, WorkflowSettings.From(header.Settings), execution)));
    }

    /// <summary>What keeps arguments from making a call; null where nothing does.</summary>
    public static TaskOutcome.Failed? Mistake(TaskResource resource, JsonValue arguments, TaskCaller caller) =>
        resource is TaskResource.Integration { Service: not "http" } or TaskResource.Integration { IsSdk: true }
        && !IntegrationCalls.TryPrepare(resource, arguments, caller, out _, out var mistake) ? mistake : null;

    private WorkflowDefinition Definition(string text)
    {
        if (_definitions.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_definitions.Count >= MostDefinitions)
        {
            _definitions.Clear();
        }

        return _definitions[text] = WorkflowDefinition.Compile(JsonValue.Parse(text) as JsonObject ?? throw new DefinitionException("A definition is a JSON object."));
    }
}
