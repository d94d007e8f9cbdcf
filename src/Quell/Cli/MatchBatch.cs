using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Replay;

namespace Quell.Cli;

/// <summary>
/// Answers lines <c>{"id", "pattern", "event"}</c> with <c>{"id", "match"}</c> or <c>{"id", "error"}</c>, in order, as they come.
/// Pattern and event are JSON, or texts that hold JSON. Empty lines are passed over.
/// </summary>
internal static class MatchBatch
{
    /// <summary>Compiled patterns to keep: cases mostly try one pattern with several events.</summary>
    private const int MaxPatterns = 1_024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_024 };

    public static async Task Run(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        var patterns = new Dictionary<string, (EventPattern? Pattern, string? Error)>(StringComparer.Ordinal);
        var lines = new LineReader(input);
        while (await lines.Read(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.IsBlank)
            {
                Answer(line, patterns, writer);
            }

            // What has been answered goes out before more is waited for.
            if (!lines.HasLine || writer.UnflushedBytes > 64 * 1024)
            {
                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    private static void Answer(Line line, Dictionary<string, (EventPattern? Pattern, string? Error)> patterns, IBufferWriter<byte> output)
    {
        JsonValue id = JsonValue.Null;
        JsonObject answer;
        try
        {
            using var document = JsonDocument.Parse(line.Bytes, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException($"line {line.Number}: not a JSON object");
            }

            id = root.TryGetProperty("id", out var given) ? JsonValue.Parse(given.GetRawText()) : JsonValue.Null;
            answer = JsonObject.Of(("id", id), ("match", Matches(root, patterns)));
        }
        catch (JsonException fault)
        {
            answer = Error(id, $"line {line.Number}: not JSON: {Reason(fault)}");
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            // The document defers the check of escapes until a text is taken out: InvalidOperationException.
            answer = Error(id, fault is InvalidOperationException ? $"line {line.Number}: a text has an unpaired surrogate escape or is not UTF-8" : fault.Message);
        }

        output.Write(answer.ToUtf8());
        output.Write("\n"u8);
    }

    private static bool Matches(JsonElement root, Dictionary<string, (EventPattern? Pattern, string? Error)> patterns)
    {
        var text = Part(root, "pattern");
        if (!patterns.TryGetValue(text, out var compiled))
        {
            if (patterns.Count >= MaxPatterns)
            {
                patterns.Clear();
            }

            compiled = EventPattern.TryCompile(text, out var pattern, out var error) ? (pattern, null) : (null, error.Message);
            patterns.Add(text, compiled);
        }

        return compiled.Pattern is { } usable
            ? usable.Matches(Encoding.UTF8.GetBytes(Part(root, "event")))
            : throw new FormatException(compiled.Error);
    }

    private static string Part(JsonElement root, string name) => !root.TryGetProperty(name, out var part)
        ? throw new FormatException($"'{name}' is missing")
        : part.ValueKind == JsonValueKind.String ? part.GetString() ?? "" : part.GetRawText();

    private static JsonObject Error(JsonValue id, string text) => JsonObject.Of(("id", id), ("error", text));

    private static string Reason(JsonException fault)
    {
        var cut = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? fault.Message : $"{fault.Message[..cut]} (column {fault.BytePositionInLine + 1})";
    }
}
