using System.Text;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Rules;

namespace Quell.Events.Operations;

/// <summary>Tries a pattern on an event.</summary>
internal static class PatternTest
{
    private static readonly string[] Required = ["id", "source", "account", "time", "region", "resources", "detail-type"];

    /// <summary>The event must have the members of an envelope (API reference, TestEventPattern).</summary>
    public static JsonObject TestEventPattern(OperationContext context)
    {
        if (!EventPattern.TryCompile(context.Input.String("EventPattern") ?? "", out var pattern, out var error))
        {
            throw EventErrors.InvalidPattern(error.Message);
        }

        var text = context.Input.String("Event") ?? "";
        if (Read(text) is not { } json)
        {
            throw EventErrors.Validation("Parameter Event is not valid.");
        }

        return Array.Find(Required, member => !json.Has(member)) is { } missing
            ? throw EventErrors.Validation($"Parameter Event is not valid. Reason: Required parameter {missing} is missing.")
            : JsonObject.Of(("Result", pattern.Matches(Encoding.UTF8.GetBytes(text))));
    }

    private static JsonObject? Read(string text)
    {
        try
        {
            return JsonValue.Parse(text) as JsonObject;
        }
        catch (JsonSyntaxException)
        {
            // The caller refuses it in AWS's words.
            return null;
        }
    }
}
