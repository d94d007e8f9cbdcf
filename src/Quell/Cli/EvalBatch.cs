using System.Buffers;
using System.IO.Pipelines;
using Quell.Engine.Json;
using Quell.Replay;

namespace Quell.Cli;

/// <summary>
/// Answers lines <c>{"id", "expr", "data", "bindings", "timelimit", "depth"}</c> (milliseconds; levels; all but the first two
/// optional) with <c>{"id", "result"}</c>, <c>{"id", "undefined": true}</c> or <c>{"id", "error", "message"}</c>, in order, as they
/// come. Empty lines are passed over. No line has a part in another's answer.
/// </summary>
internal sealed class EvalBatch(Func<EvalRequest, EvalAnswer> evaluate)
{
    /// <summary>The longest line.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    /// <summary>The error of a line that is no request.</summary>
    public const string InvalidRequest = "InvalidRequest";

    private const int FlushFrom = 64 * 1024;

    private static readonly EvalAnswer TooLong = Invalid($"over the limit of {LongestLine / (1024 * 1024)} MiB for a line");

    public async Task Run(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        var lines = new LineReader(input, LongestLine);
        while (await lines.Read(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!line.IsBlank)
            {
                EvalWriting.Write(Answer(line), writer);
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
            return TooLong.ToJson(JsonValue.Null);
        }

        try
        {
            return JsonReading.Parse(line.Bytes.Span, takesHalves: true) is JsonObject request
                ? Answer(request).ToJson(request["id"] ?? JsonValue.Null)
                : Invalid($"line {line.Number}: not a JSON object").ToJson(JsonValue.Null);
        }
        catch (JsonSyntaxException wrong)
        {
            return Invalid($"line {line.Number}: not JSON: {wrong.Reason} (column {wrong.Column})").ToJson(JsonValue.Null);
        }
    }

    private EvalAnswer Answer(JsonObject request)
    {
        if (request.String("expr") is not { } expression)
        {
            return Invalid("'expr' is missing or no text");
        }

        if (Given(request, "bindings") is { } bindings and not JsonObject)
        {
            return Invalid($"'bindings' has to be an object, not {bindings}");
        }

        return Whole(request, "timelimit", out var limit) && Whole(request, "depth", out var depth)
            ? evaluate(new(expression, request["data"])
            {
                Bindings = request.Object("bindings") ?? JsonObject.Empty,
                TimeLimit = limit is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
                Depth = depth,
            })
            : Invalid("'timelimit' and 'depth' have to be whole numbers above zero");
    }

    private static bool Whole(JsonObject request, string name, out int? value)
    {
        value = Given(request, name) is JsonNumber number && number.TryAsLong(out var given) && given is > 0 and <= int.MaxValue ? (int)given : null;
        return value is not null || Given(request, name) is null;
    }

    private static JsonValue? Given(JsonObject request, string name) => request[name] is { } value and not JsonNull ? value : null;

    private static EvalAnswer Invalid(string message) => new() { Error = InvalidRequest, Message = message };
}
