using System.Globalization;
using Quell.Aws;
using Quell.Documents;
using Quell.Engine.Json;

namespace Quell.Commands;

/// <summary>What a Command document does with given parameters: schema 2.0 and 2.2, steps that run scripts.</summary>
internal static class CommandDocument
{
    /// <summary>Command document plugin reference, the longest <c>timeoutSeconds</c>.</summary>
    private const int LongestTimeout = 172_800;

    /// <summary>What a step may have; anything else would be passed over.</summary>
    private static readonly string[] Known = ["name", "action", "description", "precondition", "inputs", "timeoutSeconds", "onFailure"];

    /// <param name="given">SendCommand's parameters.</param>
    /// <exception cref="AwsException"><c>InvalidDocument</c> for what cannot be run here, <c>InvalidParameters</c>.</exception>
    public static IReadOnlyList<CommandStep> Read(FoundDocument document, JsonObject given)
    {
        if (document.Type != DocumentContent.Command)
        {
            throw CommandErrors.NotCommand(document.Name);
        }

        var tree = DocumentContent.Read(document.Content, document.Type, document.Format).Tree;
        if (tree.Has("runtimeConfig"))
        {
            throw CommandErrors.BadDocument($"Quell does not run Command documents of schema 1.2, such as {document.Name}.");
        }

        var parameters = new CommandParameters(tree.Object("parameters") ?? JsonObject.Empty, given);
        return [.. tree.Array("mainSteps").Objects.Where(IsForHere).Select(step => Step(step, parameters))];
    }

    /// <summary>A step whose precondition names another platform is passed over ("Understanding precondition", <c>platformType</c>).</summary>
    private static bool IsForHere(JsonObject step)
    {
        var wanted = step.Object("precondition")?.Array("StringEquals").Strings.ToList() ?? [];
        return !wanted.Contains("platformType") || wanted.Contains(ManagedInstances.Platform);
    }

    private static CommandStep Step(JsonObject step, CommandParameters parameters)
    {
        if (step.Names.Except(Known).FirstOrDefault() is { } unserved)
        {
            throw CommandErrors.BadDocument($"Quell does not know {unserved} of the step {step.String("name")}; it knows {string.Join(", ", Known)}.");
        }

        var (name, action) = (step.String("name") ?? "", step.String("action") ?? "");
        if (action is not (CommandStep.Shell or CommandStep.PowerShell))
        {
            throw CommandErrors.BadDocument($"Quell does not run the action {action} of the step {name}; it runs {CommandStep.Shell} and {CommandStep.PowerShell}.");
        }

        var inputs = step.Object("inputs") ?? JsonObject.Empty;
        var timeout = parameters.Text(inputs["timeoutSeconds"] ?? step["timeoutSeconds"]);
        if (!int.TryParse(timeout.Length == 0 ? $"{CommandStep.UsualTimeout}" : timeout, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > LongestTimeout)
        {
            throw CommandErrors.Parameters($"timeoutSeconds of the step {name} is a number from 1 to {LongestTimeout}, not {timeout}.");
        }

        return new(name, action, parameters.Text(inputs["runCommand"]), parameters.Text(inputs["workingDirectory"]), seconds, step.String("onFailure") ?? "");
    }
}
