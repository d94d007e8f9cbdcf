using System.Diagnostics;
using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Executions;

/// <summary>Signals as JSON, for answers that wait in the journal.</summary>
internal static class SignalRecord
{
    public static byte[] Write(Signal signal) => (signal switch
    {
        Signal.Succeeded(var output) => JsonObject.Of(("output", output)),
        Signal.Submitted(var output) => JsonObject.Of(("submitted", output)),
        Signal.Failed(var error, var cause) => JsonObject.Of(("failed", true), ("error", error), ("cause", cause)),
        _ => throw new UnreachableException($"A {signal.GetType().Name} is no answer."),
    }).ToUtf8();

    public static Signal Read(byte[] record)
    {
        var json = JsonValue.Parse(record) as JsonObject ?? JsonObject.Empty;
        return json["output"] is { } output ? new Signal.Succeeded(output)
            : json["submitted"] is { } submitted ? new Signal.Submitted(submitted)
            : new Signal.Failed(json.String("error"), json.String("cause"));
    }
}
