using System.Globalization;
using Quell.Aws.Calls;
using Quell.Engine.Json;

namespace Quell.Stacks;

/// <summary>What is being done to a stack, kept with it until it has come to its end: so that it goes on after a crash.</summary>
internal sealed record StackOperation(JsonObject Value)
{
    /// <summary>Unique; what the operation's calls derive their ids from.</summary>
    public string Id => Value.String("Id") ?? "";

    /// <summary>See <see cref="StackPhase"/>.</summary>
    public string Phase => Value.String("Phase") ?? "";

    /// <summary>Whether the stack is new: then a failure deletes it again.</summary>
    public bool IsCreation => Value.Bool("IsCreation") == true;

    /// <summary>What a failure to create leads to: <c>ROLLBACK</c>, <c>DELETE</c> or <c>DO_NOTHING</c>.</summary>
    public string OnFailure => Value.String("OnFailure") ?? "ROLLBACK";

    /// <summary>The content id of the template to deploy.</summary>
    public string Template => Value.String("Template") ?? "";

    public JsonObject Given => Value.Object("Given") ?? JsonObject.Empty;

    public JsonArray Tags => Value.Array("Tags");

    /// <summary>The stack's members that change when the operation succeeds.</summary>
    public JsonObject Members => Value.Object("Members") ?? JsonObject.Empty;

    public string? ClientRequestToken => Value.String("ClientRequestToken");

    /// <summary>The resources that a deletion leaves alone.</summary>
    public IEnumerable<string> RetainResources => Value.Array("RetainResources").Strings;

    public DateTimeOffset Started => DateTimeOffset.Parse(Value.String("Started") ?? "", CultureInfo.InvariantCulture);

    /// <summary>Who deploys.</summary>
    public Principal Principal => DeployerJson.Read(Value.Object("Principal") ?? JsonObject.Empty);

    /// <summary>The host that the deployer addressed, which goes into queue URLs.</summary>
    public string Host => Value.String("Host") ?? "";

    public StackOperation In(string phase) => new(Value.With("Phase", phase));

    /// <summary>An operation of a caller.</summary>
    public static StackOperation Of(Call call, string id, string phase, params ReadOnlySpan<(string Name, JsonValue? Value)> members) => new(
        JsonObject.Of(
            ("Id", id),
            ("Phase", phase),
            ("Started", call.Time.ToString("O", CultureInfo.InvariantCulture)),
            ("Principal", DeployerJson.Write(call.Principal)),
            ("Host", call.Host),
            ("ClientRequestToken", call.Input["ClientRequestToken"])).Merge(JsonObject.Of(members)));
}

/// <summary>How far an operation is.</summary>
internal static class StackPhase
{
    /// <summary>Creating and changing resources.</summary>
    public const string Forward = "Forward";

    /// <summary>Deleting what the update left over.</summary>
    public const string Cleanup = "Cleanup";

    /// <summary>Putting changed resources back.</summary>
    public const string Rollback = "Rollback";

    /// <summary>Deleting what the failed update had created.</summary>
    public const string RollbackCleanup = "RollbackCleanup";

    /// <summary>Deleting the resources of a stack that could not be created.</summary>
    public const string RollbackCreation = "RollbackCreation";

    /// <summary>Deleting the stack.</summary>
    public const string Delete = "Delete";
}
