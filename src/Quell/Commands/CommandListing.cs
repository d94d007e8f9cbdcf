using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Commands;

/// <summary>ListCommands, ListCommandInvocations and GetCommandInvocation.</summary>
internal static class CommandListing
{
    private const int UsualPage = 50;

    public static JsonObject ListCommands(OperationContext context)
    {
        var input = context.Input;
        var commands = context.State.List(context.Scope, Commands.Type)
            .Where(command => IsAsked(input, command) && (input.String("InstanceId") is not { } instance || command.Array("Invoked").Strings.Contains(instance)));
        return SsmPage.Of(input, "Commands", UsualPage, commands.Select(command => (KeyOf(command), Commands.Shown(command))));
    }

    public static JsonObject ListCommandInvocations(OperationContext context)
    {
        var input = context.Input;
        var hasDetails = input.Bool("Details") == true;
        var invocations = context.State.List(context.Scope, Commands.InvocationType)
            .Where(invocation => IsAsked(input, invocation) && (input.String("InstanceId") is not { } instance || invocation.String("InstanceId") == instance));
        return SsmPage.Of(input, "CommandInvocations", UsualPage, invocations.Select(invocation => (KeyOf(invocation) + invocation.String("InstanceId"), Listed(invocation, hasDetails))));
    }

    public static JsonObject GetCommandInvocation(OperationContext context)
    {
        var (input, scope) = (context.Input, context.Scope);
        var invocation = context.State.Current.Get(Commands.InvocationKey(scope, input.String("CommandId") ?? "", input.String("InstanceId") ?? ""))
            ?? throw CommandErrors.NoInvocation();
        var plugins = invocation.Array("CommandPlugins").Objects.ToList();
        var plugin = input.String("PluginName") is { } name
            ? plugins.Find(plugin => plugin.String("Name") == name) ?? throw CommandErrors.NoPlugin(name)
            : plugins.Count == 1 ? plugins[0] : JsonObject.Of(("ResponseCode", Responded(plugins)));
        return JsonObject.Of(
            ("CommandId", invocation["CommandId"]),
            ("InstanceId", invocation["InstanceId"]),
            ("Comment", invocation["Comment"]),
            ("DocumentName", invocation["DocumentName"]),
            ("DocumentVersion", invocation["DocumentVersion"]),
            ("PluginName", plugin.String("Name") ?? ""),
            ("ResponseCode", plugin["ResponseCode"]),
            ("ExecutionStartDateTime", plugin.String("ResponseStartDateTime") ?? ""),
            ("ExecutionElapsedTime", Elapsed(plugin)),
            ("ExecutionEndDateTime", plugin.String("ResponseFinishDateTime") ?? ""),
            ("Status", plugins.Count == 1 || !plugin.Has("Name") ? invocation["Status"] : plugin["Status"]),
            ("StatusDetails", plugins.Count == 1 || !plugin.Has("Name") ? invocation["StatusDetails"] : plugin["StatusDetails"]),
            ("StandardOutputContent", plugin.String("Output") ?? ""),
            ("StandardOutputUrl", ""),
            ("StandardErrorContent", plugin.String("Error") ?? ""),
            ("StandardErrorUrl", ""));
    }

    /// <summary>The response code of an invocation: that of the first step that did not succeed; 0 where all did.</summary>
    public static long Responded(IReadOnlyList<JsonObject> plugins) =>
        plugins.Count == 0 ? -1 : plugins.Select(plugin => plugin.Long("ResponseCode") ?? -1).FirstOrDefault(code => code != 0);

    private static JsonObject Listed(JsonObject invocation, bool hasDetails) => invocation.With(
        "CommandPlugins", hasDetails ? JsonArray.From(invocation.Array("CommandPlugins").Objects.Select(plugin => (JsonValue)CommandPlugin.Listed(plugin))) : JsonArray.Empty);

    private static bool IsAsked(JsonObject input, JsonObject item) =>
        (input.String("CommandId") is not { } id || item.String("CommandId") == id)
        && input.Array("Filters").Objects.All(filter => Fits(item, filter.String("key") ?? "", filter.String("value") ?? ""));

    private static bool Fits(JsonObject item, string key, string value) => key switch
    {
        "Status" => item.String("Status") == value,
        "DocumentName" => item.String("DocumentName") == value,
        "InvokedAfter" => string.CompareOrdinal(item.String("RequestedDateTime"), value) >= 0,
        "InvokedBefore" => string.CompareOrdinal(item.String("RequestedDateTime"), value) < 0,
        _ => throw CommandErrors.FilterKey(key),
    };

    /// <summary>Newest first, as AWS lists them: a time that counts backwards, and the id.</summary>
    private static string KeyOf(JsonObject item)
    {
        var requested = DateTimeOffset.Parse(item.String("RequestedDateTime") ?? "", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - requested.UtcTicks:D19} {item.String("CommandId")} ");
    }

    /// <summary>An ISO 8601 duration: <c>PT0.235S</c>.</summary>
    private static string Elapsed(JsonObject plugin) => plugin.String("ResponseFinishDateTime") is { } until && plugin.String("ResponseStartDateTime") is { } from
        ? string.Create(CultureInfo.InvariantCulture, $"PT{(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(from, CultureInfo.InvariantCulture)).TotalSeconds:0.###}S")
        : "";
}
