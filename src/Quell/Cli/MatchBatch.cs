using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;
using Quell.Replay;

namespace Quell.Cli;

/// <summary>
/// Answers lines <c>{"id", "pattern", "event"}</c> with <c>{"id", "match"}</c> or <c>{"id", "error"}</c>, in order, as they come.
/// Pattern and event are JSON, or texts that hold JSON. Empty lines are passed over. No line has a part in another's answer.
/// </summary>
/// <param name="explain">Whether an answer holds an <c>explanation</c>, too.</param>
internal sealed class MatchBatch(bool explain)
{
    /// <summary>The longest line: an event may have 256 KB and a pattern 100 KB, each perhaps as a text full of escapes.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Compiled patterns to keep: cases mostly try one pattern with several events.</summary>
    private const int MaxPatterns = 1_024;

    /// <summary>A longer pattern is compiled each time, so that what is kept has a bound.</summary>
    private const int LongestKept = 64 * 1024;

    private const int FlushFrom = 64 * 1024;

    /// <summary>Deeper than the matcher goes, so that its own words tell of what is too deep.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 2_048 };

    private readonly Dictionary<string, Compiled> _patterns = new(StringComparer.Ordinal);

    public async Task Run(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        var lines = new LineReader(input, LongestLine);
        while (await lines.Read(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.IsBlank)
            {
                Answer(line, writer);
            }

            // What has been answered goes out before more is waited for.
            if (!lines.HasLine || writer.UnflushedBytes > FlushFrom)
            {
                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.CompleteAsync().ConfigureAwait(false);
    }

    private void Answer(Line line, IBufferWriter<byte> output)
    {
        JsonValue id = JsonValue.Null;
        JsonObject answer;
        try
        {
            answer = Answer(line, ref id);
        }
        catch (JsonException fault)
        {
            answer = Error(id, $"line {line.Number}: not JSON: {Reason(fault)}");
        }
        catch (InvalidOperationException)
        {
            // The document defers the check of escapes until a text is taken out.
            answer = Error(id, $"line {line.Number}: a text has an unpaired surrogate escape");
        }
        catch (FormatException fault)
        {
            answer = Error(id, fault.Message);
        }

        output.Write(answer.ToUtf8());
        output.Write("\n"u8);
    }

    private JsonObject Answer(Line line, ref JsonValue id)
    {
        if (line.IsTooLong)
        {
            throw new FormatException($"line {line.Number}: over the limit of {LongestLine / (1024 * 1024)} MiB for a line");
        }

        if (!Utf8.IsValid(line.Bytes.Span))
        {
            throw new FormatException($"line {line.Number}: not UTF-8");
        }

        using var document = JsonDocument.Parse(line.Bytes, Options);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"line {line.Number}: not a JSON object");
        }

        id = IdOf(line, root);
        var pattern = PatternOf(root);
        var @event = Part(root, "event");
        return explain
            ? Explained(id, ExplainedEvent.Read(@event.ToArray()).Explain(pattern))
            : JsonObject.Of(("id", id), ("match", pattern.Matches(@event)));
    }

    private static JsonValue IdOf(Line line, JsonElement root)
    {
        try
        {
            return root.TryGetProperty("id", out var given) ? JsonValue.Parse(JsonMarshal.GetRawUtf8Value(given)) : JsonValue.Null;
        }
        catch (JsonSyntaxException fault)
        {
            throw new FormatException($"line {line.Number}: the id cannot be given back: {fault.Reason}");
        }
    }

    private EventPattern PatternOf(JsonElement root)
    {
        var text = Encoding.UTF8.GetString(Part(root, "pattern"));
        if (!_patterns.TryGetValue(text, out var compiled))
        {
            compiled = EventPattern.TryCompile(text, out var pattern, out var error) ? new(pattern, null) : new(null, error.Message);
            if (text.Length <= LongestKept)
            {
                if (_patterns.Count >= MaxPatterns)
                {
                    _patterns.Clear();
                }

                _patterns.Add(text, compiled);
            }
        }

        return compiled.Pattern ?? throw new FormatException(compiled.Error);
    }

    private static ReadOnlySpan<byte> Part(JsonElement root, string name) => !root.TryGetProperty(name, out var part)
        ? throw new FormatException($"'{name}' is missing")
        : part.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(part.GetString() ?? "") : JsonMarshal.GetRawUtf8Value(part);

    private static JsonObject Explained(JsonValue id, Explanation explanation) => JsonObject.Of(
        ("id", id), ("match", explanation.Matched), ("explanation", ExplanationJson.Of(explanation)));

    private static JsonObject Error(JsonValue id, string text) => JsonObject.Of(("id", id), ("error", text));

    private static string Reason(JsonException fault)
    {
        var cut = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? fault.Message : $"{fault.Message[..cut]} (column {fault.BytePositionInLine + 1})";
    }

    private readonly record struct Compiled(EventPattern? Pattern, string? Error);
}
