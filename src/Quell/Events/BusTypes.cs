using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Events;

/// <summary>
/// The bus's resources: types, ids and what reads them. A bus is its DescribeEventBus answer under its name; a rule is its
/// DescribeRule answer under <c>bus/rule</c>; a rule's targets are one resource, <c>{"Targets": […]}</c>, under the same id.
/// The default bus of a scope exists without a resource, until it gets a policy, a description or tags.
/// </summary>
internal static class BusTypes
{
    public const string Bus = "events:bus";
    public const string Rule = "events:rule";
    public const string Targets = "events:targets";

    public const string DefaultBus = "default";

    public static string RuleId(string bus, string rule) => $"{bus}/{rule}";

    /// <summary>Bus and rule of a rule's id. Rules have no slash in their names; buses of partners do.</summary>
    public static (string Bus, string Rule) Split(string ruleId)
    {
        var cut = ruleId.LastIndexOf('/');
        return (ruleId[..cut], ruleId[(cut + 1)..]);
    }

    public static string BusArn(Scope scope, string bus) => scope.Arn("events", $"event-bus/{bus}").ToString();

    /// <summary>A rule's ARN: rules of the default bus leave the bus out.</summary>
    public static string RuleArn(Scope scope, string bus, string rule) =>
        scope.Arn("events", bus == DefaultBus ? $"rule/{rule}" : $"rule/{bus}/{rule}").ToString();

    public static JsonArray TargetsOf(ResourceSet state, Scope scope, string ruleId) =>
        state.Get(new(scope, Targets, ruleId))?.Array("Targets") ?? JsonArray.Empty;
}
