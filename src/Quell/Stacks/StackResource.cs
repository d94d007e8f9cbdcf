using Quell.Engine.Json;

namespace Quell.Stacks;

/// <summary>
/// A resource of a stack as it is kept: the members that DescribeStackResource shows, and what its type needs to change and
/// delete it. <c>Touched</c> is the operation that worked on it last, <c>Before</c> what it was until then.
/// </summary>
internal sealed record StackResource(JsonObject Value)
{
    public string LogicalId => Value.String("LogicalResourceId") ?? "";

    public string? PhysicalId => Value.String("PhysicalResourceId");

    public string Type => Value.String("ResourceType") ?? "";

    public string Status => Value.String("ResourceStatus") ?? "";

    /// <summary>Evaluated and typed; dynamic references as written.</summary>
    public JsonObject Properties => Value.Object("Properties") ?? JsonObject.Empty;

    public JsonObject Attributes => Value.Object("Attributes") ?? JsonObject.Empty;

    /// <summary>Its place in the order of creation.</summary>
    public long Order => Value.Long("Order") ?? 0;

    /// <summary>How often it was replaced.</summary>
    public long Generation => Value.Long("Generation") ?? 0;

    /// <summary>The id of the operation that worked on it last.</summary>
    public string? Touched => Value.String("Touched");

    /// <summary>What that operation did to it.</summary>
    public string? Action => Value.String("Action");

    /// <summary>What it was before that operation; null where it is new, or the operation is over.</summary>
    public StackResource? Before => Value.Object("Before") is { } before ? new(before) : null;

    /// <summary>What a roll-back put away and its clean-up deletes.</summary>
    public StackResource? Discarded => Value.Object("Discarded") is { } discarded ? new(discarded) : null;

    /// <summary>Whether the clean-up deletes it.</summary>
    public bool IsObsolete => Value.Bool("IsObsolete") == true;

    public string DeletionPolicy => Value.String("DeletionPolicy") ?? "Delete";

    public string ReplacePolicy => Value.String("UpdateReplacePolicy") ?? "Delete";

    /// <summary>Whether the operation has done with it.</summary>
    public bool IsSettledBy(string operation) =>
        Touched == operation && Status.EndsWith("_COMPLETE", StringComparison.Ordinal);

    public StackResource With(params ReadOnlySpan<(string Name, JsonValue? Value)> members)
    {
        var value = Value;
        foreach (var (name, member) in members)
        {
            value = value.With(name, member);
        }

        return new(value);
    }
}

/// <summary>What an operation does to a resource.</summary>
internal static class StackAction
{
    public const string Create = "Create";
    public const string Update = "Update";
    public const string Replace = "Replace";
    public const string Delete = "Delete";
}
