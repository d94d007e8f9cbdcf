using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Rollout;

namespace Quell.Runbooks.Running;

/// <summary>What a runbook's execution has to know beyond its document; journaled with its header.</summary>
internal sealed record RunbookSettings
{
    /// <summary>The execution's id, a UUID.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>As the execution shows it: the ARN where the document is another account's.</summary>
    public required string DocumentName { get; init; }

    /// <summary>A number.</summary>
    public required string DocumentVersion { get; init; }

    /// <summary>Who started it.</summary>
    public required Principal Caller { get; init; }

    /// <summary>The role that its steps act as; null where they act as the caller.</summary>
    public string? RoleArn { get; init; }

    public RunbookMode Mode { get; init; }

    /// <summary>The id of the execution that started it; null for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>How many executions started one another down to this one; 0 for one that nobody's step started.</summary>
    public int Depth { get; init; }

    /// <summary>What it runs for many targets (<see cref="RolloutPlan.ToJson"/>); null for one that runs its document itself.</summary>
    public JsonObject? Rollout { get; init; }

    /// <summary>What was asked for of targets, as StartAutomationExecution has it; shown again, no more.</summary>
    public JsonObject? Asked { get; init; }

    /// <summary>Which of its parent's targets it is for; null for none.</summary>
    public string? Target { get; init; }

    public JsonArray Tags { get; init; } = JsonArray.Empty;

    /// <summary>The files that are attached to the document (<see cref="AttachmentRecord"/>).</summary>
    public JsonArray Attachments { get; init; } = JsonArray.Empty;

    public JsonObject ToJson() => JsonObject.Of(
        ("executionId", ExecutionId),
        ("document", DocumentName),
        ("version", DocumentVersion),
        ("caller", PrincipalRecord.Write(Caller)),
        ("role", RoleArn),
        ("interactive", Mode == RunbookMode.Interactive ? (JsonValue)true : null),
        ("parent", ParentId),
        ("depth", Depth == 0 ? null : (JsonValue)Depth),
        ("rollout", Rollout),
        ("asked", Asked),
        ("target", Target),
        ("tags", Tags.Count == 0 ? null : Tags),
        ("attachments", Attachments.Count == 0 ? null : Attachments));

    public static RunbookSettings From(JsonObject json) => new()
    {
        ExecutionId = json.String("executionId") ?? "",
        DocumentName = json.String("document") ?? "",
        DocumentVersion = json.String("version") ?? "",
        Caller = PrincipalRecord.Read(json.Object("caller") ?? JsonObject.Empty),
        RoleArn = json.String("role"),
        Mode = json.Bool("interactive") is true ? RunbookMode.Interactive : RunbookMode.Auto,
        ParentId = json.String("parent"),
        Depth = (int)(json.Long("depth") ?? 0),
        Rollout = json.Object("rollout"),
        Asked = json.Object("asked"),
        Target = json.String("target"),
        Tags = json.Array("tags"),
        Attachments = json.Array("attachments"),
    };
}
