using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Events.Operations;

/// <summary>Shows rules.</summary>
internal static class RuleListing
{
    public static JsonObject DescribeRule(OperationContext context) => context.RequiredRule().Definition.Without("Tags");

    public static JsonObject ListRules(OperationContext context)
    {
        var prefix = context.Input.String("NamePrefix") ?? "";
        return Page.Of(context, "Rules", context.RulesOf(context.BusName())
            .Select(rule => (Name: rule.String("Name") ?? "", Value: (JsonValue)rule.Without("Tags").Without("CreatedBy")))
            .Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    public static JsonObject ListRuleNamesByTarget(OperationContext context)
    {
        var bus = context.BusName();
        var arn = context.Input.String("TargetArn");
        return Page.Of(context, "RuleNames", context.RulesOf(bus)
            .Select(rule => rule.String("Name") ?? "")
            .Where(name => context.TargetsOf(BusTypes.RuleId(bus, name)).Objects.Any(target => target.String("Arn") == arn))
            .Select(name => (name, (JsonValue)name)));
    }
}
