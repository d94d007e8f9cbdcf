using System.Globalization;
using Quell.Confinement;
using Quell.Engine.Json;

namespace Quell.Scripts;

/// <summary>Reads what a script's process left behind.</summary>
internal static class ScriptAnswer
{
    private const int ProcessorTimeOver = 128 + 24;

    /// <returns>What it returned, or why it failed: exactly one of both.</returns>
    public static (JsonValue? Payload, ScriptFault? Fault) Read(RunEnd end)
    {
        var answer = end.Answer?.String("answer") is { } file ? Parse(file) : end.Answer;
        if (answer?.String("fault") is { } fault)
        {
            return (null, new(ScriptFaultKind.Environment, "Script.Environment", fault));
        }

        if (answer?.Object("failure") is { } failure)
        {
            return (null, new(
                ScriptFaultKind.Script,
                failure.String("type") ?? "Script.Unknown",
                failure.String("message") ?? "",
                (int?)failure.Long("line"),
                failure.String("traceback") ?? ""));
        }

        return answer is not null && answer.Has("result") ? Take(answer["result"] ?? JsonNull.Instance) : (null, Ended(end.ExitCode));
    }

    private static (JsonValue? Payload, ScriptFault? Fault) Take(JsonValue payload)
    {
        if (payload is JsonArray { Count: > ScriptLimits.PayloadItems } items)
        {
            payload = JsonArray.From(items.Take(ScriptLimits.PayloadItems));
        }

        var size = payload.ToUtf8().Length;
        return size <= ScriptLimits.PayloadBytes ? (payload, null) : (null, new(
            ScriptFaultKind.Limit,
            "Script.PayloadTooLarge",
            string.Create(CultureInfo.InvariantCulture, $"What the script returned has {size} bytes of JSON; {ScriptLimits.PayloadBytes} are the limit.")));
    }

    private static ScriptFault Ended(int code) => code == ProcessorTimeOver
        ? new(ScriptFaultKind.Limit, "Script.ProcessorTime", "A process of the script used more processor time than it has time to run, and was killed.")
        : new(ScriptFaultKind.Script, "Script.Exit", code > 128
            ? string.Create(CultureInfo.InvariantCulture, $"The script's process was ended by signal {code - 128} before it had returned.")
            : string.Create(CultureInfo.InvariantCulture, $"The script's process ended with exit status {code} before it had returned."));

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonValue.Parse(System.Text.Encoding.UTF8.GetBytes(text)) as JsonObject;
        }
        catch (JsonSyntaxException)
        {
            // Whoever wrote it wrote no JSON: as if there were none.
            return null;
        }
    }
}
