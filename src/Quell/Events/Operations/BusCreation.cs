using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Events.Operations;

/// <summary>Creates, changes and deletes event buses.</summary>
internal static class BusCreation
{
    private const int MaxBuses = 100;

    public static JsonObject CreateEventBus(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        if (name.Contains('/', StringComparison.Ordinal) || context.Input.Has("EventSourceName"))
        {
            throw EventErrors.Validation("Quell has no partner event sources: a bus has no EventSourceName, and no '/' in its name.");
        }

        RefuseUnserved(context.Input);
        if (context.Bus(name) is not null)
        {
            throw EventErrors.Exists($"Event bus {name} already exists.");
        }

        if (context.State.List(context.Scope, BusTypes.Bus).Count() >= MaxBuses)
        {
            throw EventErrors.LimitExceeded("The requested resource exceeds the maximum number allowed.");
        }

        var bus = JsonObject.Of(
            ("Name", name),
            ("Arn", BusTypes.BusArn(context.Scope, name)),
            ("Description", context.Input["Description"]),
            ("CreationTime", context.NowText),
            ("LastModifiedTime", context.NowText),
            ("Tags", context.Input["Tags"]));
        context.PutBus(name, bus);
        context.Touches(bus.String("Arn") ?? "", "AWS::Events::EventBus");
        return JsonObject.Of(("EventBusArn", bus["Arn"]), ("Description", bus["Description"]));
    }

    public static JsonObject UpdateEventBus(OperationContext context)
    {
        RefuseUnserved(context.Input);
        var name = context.BusName("Name");
        var bus = context.RequiredBus(name)
            .With("Description", context.Input["Description"])
            .With("LastModifiedTime", context.NowText);
        context.PutBus(name, bus);
        return JsonObject.Of(("Arn", bus["Arn"]), ("Name", name), ("Description", bus["Description"]));
    }

    /// <summary>Deleting what is not there is no error.</summary>
    public static JsonObject DeleteEventBus(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        if (name == BusTypes.DefaultBus)
        {
            throw EventErrors.Validation("Cannot delete event bus default.");
        }

        // On AWS an archive comes with a managed rule on its bus.
        if (context.RulesOf(name).Any() || Archives.ArchiveCreation.Any(context, name))
        {
            throw EventErrors.Validation("EventBus can't be deleted since it has rules.");
        }

        if (context.Bus(name) is not null)
        {
            context.State.Delete(context.Scope, BusTypes.Bus, name);
        }

        return JsonObject.Empty;
    }

    // What would be taken and then not happen is refused.
    private static void RefuseUnserved(JsonObject input)
    {
        foreach (var member in (ReadOnlySpan<string>)["KmsKeyIdentifier", "DeadLetterConfig", "LogConfig"])
        {
            if (input.Has(member))
            {
                throw EventErrors.Validation($"Quell does not support {member} of an event bus.");
            }
        }
    }
}
