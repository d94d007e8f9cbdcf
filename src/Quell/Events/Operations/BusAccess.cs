using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Events.Operations;

/// <summary>Reads and writes buses and rules by what a request calls them.</summary>
internal static class BusAccess
{
    /// <summary>
    /// The bus that a parameter names, by name or ARN; the default bus where it is missing. A bus of another account or region
    /// is not there for the operations of this API.
    /// </summary>
    /// <exception cref="Quell.Aws.AwsException"><c>ResourceNotFoundException</c>.</exception>
    public static string BusName(this OperationContext context, string parameter = "EventBusName")
    {
        var given = context.Input.String(parameter) ?? BusTypes.DefaultBus;
        if (BusRef.Of(given, context.Scope) is not { } bus || bus.Scope != context.Scope)
        {
            throw EventErrors.NoBus(given);
        }

        return context.Bus(bus.Name) is not null ? bus.Name : throw EventErrors.NoBus(bus.Name);
    }

    /// <summary>The bus's resource; a bare one for the default bus, which always exists; null where there is none.</summary>
    public static JsonObject? Bus(this OperationContext context, string name) =>
        context.State.Get(context.Scope, BusTypes.Bus, name)
        ?? (name == BusTypes.DefaultBus ? JsonObject.Of(("Name", name), ("Arn", BusTypes.BusArn(context.Scope, name))) : null);

    /// <summary>A bus that must exist.</summary>
    public static JsonObject RequiredBus(this OperationContext context, string name) =>
        context.Bus(name) ?? throw EventErrors.NoBus(name);

    public static void PutBus(this OperationContext context, string name, JsonObject bus) =>
        context.State.Put(context.Scope, BusTypes.Bus, name, bus);

    /// <summary>
    /// The bus whose rule the request names, by the bus's name or ARN. A bus of another account is open to those whom its policy
    /// allows the operation on the rule (user guide, "Permissions for event buses in Amazon EventBridge").
    /// </summary>
    /// <exception cref="Quell.Aws.AwsException"><c>ResourceNotFoundException</c>, <c>AccessDeniedException</c>.</exception>
    public static BusRef RuleBus(this OperationContext context, string rule)
    {
        var given = context.Input.String("EventBusName") ?? BusTypes.DefaultBus;
        if (BusRef.Of(given, context.Scope) is not { } bus)
        {
            throw EventErrors.NoBus(given);
        }

        if (bus.Scope.Account != context.Scope.Account)
        {
            RulePermission.Demand(context, bus, rule);
        }

        return bus.Name == BusTypes.DefaultBus || context.State.Get(bus.Scope, BusTypes.Bus, bus.Name) is not null
            ? bus
            : throw EventErrors.NoBus(bus.Name);
    }

    /// <summary>The rule that the request names, which must exist.</summary>
    public static RuleRef RequiredRule(this OperationContext context, string parameter = "Name")
    {
        var name = context.Input.String(parameter) ?? "";
        var bus = context.RuleBus(name);
        var id = BusTypes.RuleId(bus.Name, name);
        return context.State.Get(bus.Scope, BusTypes.Rule, id) is { } definition
            ? new(bus.Scope, name, id, definition)
            : throw EventErrors.NoRule(name, bus.Name);
    }

    public static JsonArray TargetsOf(this OperationContext context, string ruleId) =>
        BusTypes.TargetsOf(context.State.Current, context.Scope, ruleId);

    public static JsonArray TargetsOf(this OperationContext context, RuleRef rule) =>
        BusTypes.TargetsOf(context.State.Current, rule.Scope, rule.Id);

    /// <summary>The rules of a bus of the caller's account in the order of their names.</summary>
    public static IEnumerable<JsonObject> RulesOf(this OperationContext context, string bus) => context.RulesOf(new BusRef(context.Scope, bus));

    /// <summary>The rules of a bus in the order of their names.</summary>
    public static IEnumerable<JsonObject> RulesOf(this OperationContext context, BusRef bus) =>
        context.State.List(bus.Scope, BusTypes.Rule).Where(rule => rule.String("EventBusName") == bus.Name);
}

/// <summary>A rule that exists.</summary>
/// <param name="Scope">Where it lives, which is where its bus does.</param>
internal sealed record RuleRef(Scope Scope, string Name, string Id, JsonObject Definition);
