using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Engine.Workflows;

/// <summary>What an execution is called, as its context object and its history tell.</summary>
internal sealed record WorkflowIdentity
{
    public required string ExecutionArn { get; init; }

    public required string ExecutionName { get; init; }

    public required string RoleArn { get; init; }

    public required string StateMachineArn { get; init; }

    public required string StateMachineName { get; init; }

    public string? StateMachineVersionArn { get; init; }

    public string? StateMachineAliasArn { get; init; }

    public required string Region { get; init; }

    public bool IsExpress { get; init; }

    /// <summary>Seeds whatever is drawn at random in the execution: the same seed, the same draws.</summary>
    public required string Seed { get; init; }

    /// <summary>The token that stands for something pending.</summary>
    public required Func<int, string> Token { get; init; }

    /// <summary>The ARN of a map run of this execution, by the number of the frame that it belongs to.</summary>
    public required Func<string, int, string> MapRunArn { get; init; }

    /// <summary>Says why arguments are none that a task's call can be made with; null (or the answer null) where nothing is known to be wrong.</summary>
    public Func<TaskResource, JsonValue, TaskOutcome.Failed?>? Unusable { get; init; }

    /// <summary>The clock that expressions measure their time with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
