namespace Quell.Engine.Runbooks;

/// <summary>What an execution is called, and for whom it runs.</summary>
internal sealed record RunbookIdentity
{
    /// <summary><c>automation:EXECUTION_ID</c></summary>
    public required string ExecutionId { get; init; }

    public required string DocumentName { get; init; }

    /// <summary>The number of the document's version.</summary>
    public required string DocumentVersion { get; init; }

    /// <summary><c>global:REGION</c></summary>
    public required string Region { get; init; }

    /// <summary><c>global:ACCOUNT_ID</c></summary>
    public required string AccountId { get; init; }

    /// <summary><c>global:AWS_PARTITION</c></summary>
    public string Partition { get; init; } = "aws";

    /// <summary>The ARN of who started it.</summary>
    public required string StartedBy { get; init; }

    public RunbookMode Mode { get; init; }

    /// <summary>The token that stands for something pending.</summary>
    public required Func<int, string> Token { get; init; }
}

/// <summary>Who starts the steps (API reference, StartAutomationExecution, "Mode").</summary>
internal enum RunbookMode
{
    /// <summary>Each follows the one before it.</summary>
    Auto = 0,

    /// <summary>Each waits for somebody who starts it.</summary>
    Interactive = 1,
}
