using Quell.Engine.Json;

namespace Quell.Workflows.Running;

/// <summary>What a workflow's execution has to know beyond its definition; journaled with its header.</summary>
internal sealed record WorkflowSettings
{
    public required string RoleArn { get; init; }

    public required string MachineName { get; init; }

    /// <summary>The execution's own name.</summary>
    public required string Name { get; init; }

    public string? VersionArn { get; init; }

    public string? AliasArn { get; init; }

    public bool IsExpress { get; init; }

    /// <summary>Which graph of the definition it goes through: 0 for the machine, else the processor of a distributed Map.</summary>
    public int Graph { get; init; }

    /// <summary>Where its history is logged; null for nowhere.</summary>
    public JsonObject? Logging { get; init; }

    /// <summary>Whether the state machine asks for traces; shown again, no more.</summary>
    public bool IsTraced { get; init; }

    /// <summary>The trace that it is part of; null for none.</summary>
    public string? TraceHeader { get; init; }

    /// <summary>The state machine's revision; null for the first.</summary>
    public string? RevisionId { get; init; }

    /// <summary>When the state machine was last changed before.</summary>
    public string? Updated { get; init; }

    /// <summary>Whether a history is logged, without reading the rest.</summary>
    public static bool HasLogging(JsonObject json) => json.Has("logging");

    public JsonObject ToJson() => JsonObject.Of(
        ("role", RoleArn), ("machine", MachineName), ("name", Name), ("version", VersionArn), ("alias", AliasArn),
        ("express", IsExpress ? (JsonValue)true : null), ("graph", Graph == 0 ? null : (JsonValue)Graph), ("logging", Logging),
        ("traced", IsTraced ? (JsonValue)true : null), ("trace", TraceHeader), ("revision", RevisionId), ("updated", Updated));

    public static WorkflowSettings From(JsonObject json) => new()
    {
        RoleArn = json.String("role") ?? "",
        MachineName = json.String("machine") ?? "",
        Name = json.String("name") ?? "",
        VersionArn = json.String("version"),
        AliasArn = json.String("alias"),
        IsExpress = json.Bool("express") == true,
        Graph = (int)(json.Long("graph") ?? 0),
        Logging = json.Object("logging"),
        IsTraced = json.Bool("traced") == true,
        TraceHeader = json.String("trace"),
        RevisionId = json.String("revision"),
        Updated = json.String("updated"),
    };
}
