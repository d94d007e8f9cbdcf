using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Events;
using Quell.Events.Operations;
using Quell.Storage;

namespace Quell.Archives;

/// <summary>Creates, changes and deletes archives (API reference, CreateArchive, UpdateArchive, DeleteArchive).</summary>
internal static class ArchiveCreation
{
    public static JsonObject CreateArchive(OperationContext context, Sequences sequences)
    {
        var name = context.Input.String("ArchiveName") ?? "";
        var source = context.Input.String("EventSourceArn") ?? "";
        Check(context.Input);
        if (!source.StartsWith("arn:", StringComparison.Ordinal) || BusRef.Of(source, context.Scope) is not { } bus)
        {
            throw ArchiveErrors.Parameter("EventSourceArn", "Must contain an event bus ARN.");
        }

        if (bus.Scope != context.Scope || context.Bus(bus.Name) is null)
        {
            throw EventErrors.NoBus(bus.Name);
        }

        if (context.State.Get(context.Scope, ArchiveTypes.Archive, name) is not null)
        {
            throw EventErrors.Exists($"Archive {name} already exists.");
        }

        var archive = JsonObject.Of(
            ("ArchiveArn", ArchiveTypes.ArchiveArn(context.Scope, name)),
            ("ArchiveName", name),
            ("EventSourceArn", source),
            ("Description", context.Input["Description"]),
            ("EventPattern", context.Input["EventPattern"] is JsonString { Value: "" } ? null : context.Input["EventPattern"]),
            ("State", "ENABLED"),
            ("RetentionDays", context.Input.Long("RetentionDays") ?? 0),
            ("CreationTime", context.NowText),
            (ArchiveTypes.Incarnation, sequences.Next()));
        context.State.Put(context.Scope, ArchiveTypes.Archive, name, archive);
        context.Touches(archive.String("ArchiveArn") ?? "", "AWS::Events::Archive");
        return Answer(archive);
    }

    /// <summary>Changes what is given; what is not stays. An empty pattern takes every event.</summary>
    public static JsonObject UpdateArchive(OperationContext context)
    {
        var archive = Required(context);
        Check(context.Input);
        foreach (var member in (ReadOnlySpan<string>)["Description", "EventPattern", "RetentionDays"])
        {
            archive = context.Input[member] is { } given ? archive.With(member, given is JsonString { Value: "" } ? null : given) : archive;
        }

        context.State.Put(context.Scope, ArchiveTypes.Archive, archive.String("ArchiveName") ?? "", archive);
        return Answer(archive);
    }

    /// <summary>What it holds is removed in the background.</summary>
    public static JsonObject DeleteArchive(OperationContext context)
    {
        context.State.Delete(context.Scope, ArchiveTypes.Archive, Required(context).String("ArchiveName") ?? "");
        return JsonObject.Empty;
    }

    /// <summary>The archives of a bus.</summary>
    public static bool Any(OperationContext context, string bus) => context.State.List(context.Scope, ArchiveTypes.Archive)
        .Any(archive => archive.String("EventSourceArn") == BusTypes.BusArn(context.Scope, bus));

    private static JsonObject Required(OperationContext context)
    {
        var name = context.Input.String("ArchiveName") ?? "";
        return context.State.Get(context.Scope, ArchiveTypes.Archive, name) ?? throw ArchiveErrors.NoArchive(name);
    }

    private static void Check(JsonObject input)
    {
        if (input.Has("KmsKeyIdentifier"))
        {
            throw EventErrors.Validation("Quell does not support KmsKeyIdentifier of an archive.");
        }

        if (input.String("EventPattern") is { Length: > 0 } pattern && !EventPattern.TryCompile(pattern, out _, out var error))
        {
            throw EventErrors.InvalidPattern(error.Message);
        }
    }

    private static JsonObject Answer(JsonObject archive) => JsonObject.Of(
        ("ArchiveArn", archive["ArchiveArn"]), ("State", archive["State"]), ("CreationTime", archive["CreationTime"]));
}
