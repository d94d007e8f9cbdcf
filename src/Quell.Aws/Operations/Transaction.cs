using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Aws.Operations;

/// <summary>
/// One indivisible step of the account's state: its resource changes, the events it emits and the timers it sets are
/// journaled in one commit, or not at all. Pure: time, ids and state come in from outside.
/// </summary>
internal sealed class Transaction(ResourceSet start, DateTimeOffset now, IdSource ids)
{
    private readonly List<EmittedEvent> _events = [];

    public ResourceEdit State { get; } = new(start);

    public DateTimeOffset Now { get; } = now;

    public IdSource Ids { get; } = ids;

    /// <summary>What goes onto the default bus of each event's scope with this transaction, in order.</summary>
    public IReadOnlyList<EmittedEvent> Events => _events;

    /// <summary>Puts an AWS service event (<c>source</c> begins with <c>aws.</c>) on the scope's default bus.</summary>
    public void Emit(Scope scope, string source, string detailType, JsonArray resources, JsonObject detail) =>
        _events.Add(new(scope, source, detailType, resources, detail));

    /// <summary>The same for the targets of one rule of that bus alone; no pattern sees it.</summary>
    public void EmitToRule(string rule, Scope scope, string source, string detailType, JsonArray resources, JsonObject detail) =>
        _events.Add(new(scope, source, detailType, resources, detail) { Rule = rule });

    /// <summary>
    /// Sets a durable timer: at <paramref name="delay"/> from now the handler that is registered for
    /// <paramref name="kind"/> in the <see cref="OperationTable"/> runs in a transaction of its own.
    /// </summary>
    public void After(TimeSpan delay, Scope scope, string kind, JsonObject data) =>
        Timer.Set(this, Now + delay, scope, kind, data);
}

/// <summary>An event that a transaction emits; it gets its id and time when it is journaled.</summary>
internal sealed record EmittedEvent(Scope Scope, string Source, string DetailType, JsonArray Resources, JsonObject Detail)
{
    /// <summary>The rule of the default bus whose targets alone get it; null for an event that every rule may take.</summary>
    public string? Rule { get; init; }
}
