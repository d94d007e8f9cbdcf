using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Commands;

/// <summary>
/// How commands and their invocations are kept: as ListCommands and ListCommandInvocations show them, with what else they need. A
/// command has <c>Steps</c> (<see cref="CommandStep"/>); a plugin has its <c>Error</c>, and as <c>Output</c> what GetCommandInvocation shows.
/// </summary>
internal static class Commands
{
    public const string Type = "ssm:command";
    public const string InvocationType = "ssm:command-invocation";

    public static ResourceKey KeyOf(Scope scope, string id) => new(scope, Type, id);

    public static ResourceKey InvocationKey(Scope scope, string command, string instance) => new(scope, InvocationType, $"{command} {instance}");

    public static JsonObject? Find(ResourceSet state, Scope scope, string id) => state.Get(KeyOf(scope, id));

    /// <summary>A command's invocations, in the order of its instances.</summary>
    public static IEnumerable<JsonObject> InvocationsOf(ResourceSet state, Scope scope, JsonObject command) => command.Array("Invoked").Strings
        .Select(instance => state.Get(InvocationKey(scope, command.String("CommandId") ?? "", instance)))
        .OfType<JsonObject>();

    /// <summary>A command as its API shows it.</summary>
    public static JsonObject Shown(JsonObject command) => command.Without("Steps").Without("Invoked");
}
