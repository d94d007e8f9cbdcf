using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Executions;

/// <summary>What stays the same for an execution's life: what it is called, what it runs, and why.</summary>
internal sealed record ExecutionHeader
{
    /// <summary>Its ARN.</summary>
    public required string Id { get; init; }

    /// <summary>Which language it is written in, which is also its kind in listings: <c>workflow</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The ARN of what was started: the state machine's.</summary>
    public required string Target { get; init; }

    public required Scope Scope { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The text of its definition.</summary>
    public required string Definition { get; init; }

    /// <summary>What the language has to know beyond that, as JSON.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Whether only its start and its end are journaled: a crash starts it anew.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>The event that led to it; null where none did.</summary>
    public string? EventId { get; init; }

    public string? Rule { get; init; }

    public long? Delivery { get; init; }

    /// <summary>The execution that waits for this one; null for none.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>The map run that it belongs to; null for none.</summary>
    public string? MapRun { get; init; }

    /// <summary>How many of the map run's items it is for.</summary>
    public int Items { get; init; }

    /// <summary>As it is journaled; the definition lies beside it.</summary>
    public JsonObject ToJson() => JsonObject.Of(
        ("id", Id), ("kind", Kind), ("target", Target), ("account", Scope.Account), ("region", Scope.Region),
        ("created", Created.ToString("O", CultureInfo.InvariantCulture)), ("settings", Settings), ("volatile", IsVolatile ? (JsonValue)true : null),
        ("eventId", EventId), ("rule", Rule), ("delivery", Delivery is { } delivery ? (JsonValue)delivery : null),
        ("parent", Parent?.ToJson()), ("mapRun", MapRun), ("items", MapRun is null ? null : (JsonValue)Items));

    public static ExecutionHeader From(JsonObject json, string definition) => new()
    {
        Id = json.String("id") ?? "",
        Kind = json.String("kind") ?? "",
        Target = json.String("target") ?? "",
        Scope = new(json.String("account") ?? "", json.String("region") ?? ""),
        Created = DateTimeOffset.Parse(json.String("created") ?? "", CultureInfo.InvariantCulture),
        Definition = definition,
        Settings = json.Object("settings") ?? JsonObject.Empty,
        IsVolatile = json.Bool("volatile") == true,
        EventId = json.String("eventId"),
        Rule = json.String("rule"),
        Delivery = json.Long("delivery"),
        Parent = ParentLink.From(json.Object("parent")),
        MapRun = json.String("mapRun"),
        Items = (int)(json.Long("items") ?? 0),
    };
}

/// <summary>Who waits for an execution's end.</summary>
/// <param name="Run">The number of the execution that waits.</param>
/// <param name="Pending">What in it waits.</param>
/// <param name="Form">In which form it wants to be told: <c>map</c>, <c>sync</c>, <c>sync:2</c>.</param>
internal sealed record ParentLink(long Run, int Pending, string Form)
{
    public JsonObject ToJson() => JsonObject.Of(("run", Run), ("pending", Pending), ("form", Form));

    public static ParentLink? From(JsonObject? json) =>
        json is null ? null : new(json.Long("run") ?? 0, (int)(json.Long("pending") ?? 0), json.String("form") ?? "");
}
