using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Events.Operations;

/// <summary>Shows event buses.</summary>
internal static class BusListing
{
    public static JsonObject DescribeEventBus(OperationContext context) =>
        context.RequiredBus(context.BusName("Name")).Without("Tags");

    public static JsonObject ListEventBuses(OperationContext context)
    {
        var prefix = context.Input.String("NamePrefix") ?? "";
        var stored = context.State.List(context.Scope, BusTypes.Bus).Where(bus => bus.String("Name") != BusTypes.DefaultBus);
        var buses = stored.Prepend(context.RequiredBus(BusTypes.DefaultBus))
            .Select(bus => (Name: bus.String("Name") ?? "", Value: (JsonValue)bus.Without("Tags")))
            .Where(bus => bus.Name.StartsWith(prefix, StringComparison.Ordinal));
        return Page.Of(context, "EventBuses", buses);
    }
}
