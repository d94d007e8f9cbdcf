using System.Buffers;
using System.IO.Pipelines;
using Quell.Engine.Json;
using Quell.Replay;
using Quell.Workflows.Rehearsing;

namespace Quell.Cli;

/// <summary>
/// Answers lines <c>{"id", "definition", "input"}</c> (definition as text or object; input as JSON text, or null) with <c>{"id",
/// "status", "output" | "error" and "cause", "history"}</c>, in order, as they come. Empty lines are passed over. No line has a part
/// in another's answer.
/// </summary>
internal sealed class RunBatch(RehearsedRun run)
{
    /// <summary>The longest line: a definition may have 1 MiB and an input 256 KiB, each perhaps as a text full of escapes.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private const int FlushFrom = 64 * 1024;

    public async Task Run(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        var lines = new LineReader(input, LongestLine);
        while (await lines.Read(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.IsBlank)
            {
                writer.Write(Answer(line).ToUtf8());
                writer.Write("\n"u8);
            }

            // What has been answered goes out before more is waited for.
            if (!lines.HasLine || writer.UnflushedBytes > FlushFrom)
            {
                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    private JsonObject Answer(Line line)
    {
        if (line.IsTooLong)
        {
            return Invalid(JsonValue.Null, $"over the limit of {LongestLine / (1024 * 1024)} MiB for a line");
        }

        try
        {
            return JsonValue.Parse(line.Bytes.Span) is JsonObject request
                ? Answer(request)
                : Invalid(JsonValue.Null, $"line {line.Number}: not a JSON object");
        }
        catch (JsonSyntaxException wrong)
        {
            return Invalid(JsonValue.Null, $"line {line.Number}: not JSON: {wrong.Reason} (column {wrong.Column})");
        }
    }

    private JsonObject Answer(JsonObject request)
    {
        var id = request["id"] ?? JsonValue.Null;
        var definition = request["definition"] switch
        {
            JsonString text => text.Value,
            JsonObject machine => machine.ToString(),
            _ => null,
        };
        return definition is null
            ? Invalid(id, "'definition' is missing, or neither a text nor an object")
            : JsonObject.Of(("id", id)).Merge(run.Run(definition, Input(request["input"])));
    }

    /// <summary>The input's JSON text; an input that is there as JSON is taken as it stands.</summary>
    private static string? Input(JsonValue? input) => input switch
    {
        null or JsonNull => null,
        JsonString text => text.Value,
        _ => input.ToString(),
    };

    private static JsonObject Invalid(JsonValue id, string message) => JsonObject.Of(("id", id), ("error", EvalBatch.InvalidRequest), ("cause", message));
}
