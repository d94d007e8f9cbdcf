using Quell.Engine.Json;

namespace Quell.Commands;

/// <summary>One script of a command, with the parameters put in.</summary>
/// <param name="Name">The step's name in the document, which is also its plugin's.</param>
/// <param name="Action"><c>aws:runShellScript</c> or <c>aws:runPowerShellScript</c>.</param>
/// <param name="WorkingDirectory">Empty for the instance's own folder.</param>
/// <param name="OnFailure"><c>exit</c>, <c>successAndExit</c>; empty to go on.</param>
internal sealed record CommandStep(string Name, string Action, string Script, string WorkingDirectory, int TimeoutSeconds, string OnFailure)
{
    public const string Shell = "aws:runShellScript";
    public const string PowerShell = "aws:runPowerShellScript";

    /// <summary>Command document plugin reference, <c>timeoutSeconds</c>.</summary>
    public const int UsualTimeout = 3600;

    public static CommandStep From(JsonObject value) => new(
        value.String("Name") ?? "", value.String("Action") ?? "", value.String("Script") ?? "", value.String("WorkingDirectory") ?? "",
        (int)(value.Long("TimeoutSeconds") ?? UsualTimeout), value.String("OnFailure") ?? "");

    public JsonObject ToJson() => JsonObject.Of(
        ("Name", Name), ("Action", Action), ("Script", Script), ("WorkingDirectory", WorkingDirectory), ("TimeoutSeconds", TimeoutSeconds), ("OnFailure", OnFailure));
}
