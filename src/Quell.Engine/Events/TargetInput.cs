using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Events;

/// <summary>What a target's predefined variables say: the rule that matched and when the event came in.</summary>
internal sealed record InputContext(string RuleArn, string RuleName, DateTimeOffset IngestionTime);

/// <summary>What a target gets of an event: all of it, a constant, a part of it, or a template filled from it.</summary>
internal abstract class TargetInput
{
    private const int MaxVariables = 100;

    private TargetInput()
    {
    }

    /// <summary>The input of a target that says nothing of it: the event as it is.</summary>
    public static TargetInput Whole { get; } = new WholeEvent();

    /// <summary>
    /// Reads the members Input, InputPath and InputTransformer of a target of PutTargets; the error is the message of the
    /// ValidationException that AWS answers with.
    /// </summary>
    public static bool TryRead(JsonObject target, [NotNullWhen(true)] out TargetInput? input, [NotNullWhen(false)] out string? error)
    {
        var id = target.String("Id") ?? "";
        var given = new[] { target["Input"], target["InputPath"], target["InputTransformer"] };
        input = null;
        error = null;
        if (given.Count(member => member is not null and not JsonNull) > 1)
        {
            error = $"Only one of Input, InputPath, or InputTransformer must be provided for target {id}.";
        }
        else if (target.String("Input") is { } constant)
        {
            input = IsJson(constant) ? new Constant(Encoding.UTF8.GetBytes(constant)) : null;
            error = input is null ? $"Input for target {id} is not a valid JSON text." : null;
        }
        else if (target.String("InputPath") is { } path)
        {
            input = InputPath.Parse(path) is { } parsed ? new PartOfEvent(parsed) : null;
            error = input is null ? $"Invalid InputPath for target {id}." : null;
        }
        else if (target.Object("InputTransformer") is { } transformer)
        {
            (input, error) = ReadTransformer(transformer, id);
        }
        else
        {
            input = Whole;
        }

        error ??= input is null ? "" : null;
        return input is not null;
    }

    /// <summary>The bytes that the target gets.</summary>
    /// <param name="eventUtf8">The envelope; what comes back may share its memory.</param>
    /// <param name="context">The predefined variables' values.</param>
    public abstract ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> eventUtf8, InputContext context);

    private static bool IsJson(string text)
    {
        try
        {
            JsonValue.Parse(text);
            return true;
        }
        catch (JsonSyntaxException)
        {
            // The question was whether it is JSON.
            return false;
        }
    }

    private static (TargetInput? Input, string? Error) ReadTransformer(JsonObject transformer, string id)
    {
        var text = transformer.String("InputTemplate") ?? "";
        var paths = transformer.Object("InputPathsMap") ?? JsonObject.Empty;
        if (paths.Count > MaxVariables)
        {
            return (null, $"InputPathsMap for target {id} must not have more than {MaxVariables} entries.");
        }

        var parsed = ImmutableDictionary.CreateBuilder<string, InputPath>(StringComparer.Ordinal);
        foreach (var name in paths.Names)
        {
            if (name.StartsWith("aws.", StringComparison.OrdinalIgnoreCase) || InputPath.Parse(paths.String(name) ?? "") is not { } path)
            {
                return (null, $"Invalid InputPathsMap for target {id} : {name}.");
            }

            parsed.Add(name, path);
        }

        if (InputTemplate.FaultIn(text) is { } fault)
        {
            return (null, $"Invalid InputTemplate for target {id} : {fault}.");
        }

        var template = InputTemplate.Parse(text);
        return template.Names.FirstOrDefault(name => !parsed.ContainsKey(name) && !FilledTemplate.IsPredefined(name)) is { } unknown
            ? (null, $"InputTemplate for target {id} contains invalid placeholder {unknown}.")
            : (new FilledTemplate(template, parsed.ToImmutable()), null);
    }

    private sealed class WholeEvent : TargetInput
    {
        public override ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> eventUtf8, InputContext context) => eventUtf8;
    }

    private sealed class Constant(byte[] utf8) : TargetInput
    {
        public override ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> eventUtf8, InputContext context) => utf8;
    }

    private sealed class PartOfEvent(InputPath path) : TargetInput
    {
        public override ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> eventUtf8, InputContext context) =>
            (path.Find(JsonValue.Parse(eventUtf8.Span)) ?? JsonValue.Null).ToUtf8();
    }

    private sealed class FilledTemplate(InputTemplate template, ImmutableDictionary<string, InputPath> paths) : TargetInput
    {
        public static bool IsPredefined(string name) => name is "aws.events.rule-arn" or "aws.events.rule-name"
            or "aws.events.event" or "aws.events.event.json" or "aws.events.event.ingestion-time";

        public override ReadOnlyMemory<byte> Render(ReadOnlyMemory<byte> eventUtf8, InputContext context)
        {
            var root = JsonValue.Parse(eventUtf8.Span);
            return Encoding.UTF8.GetBytes(template.Fill(name => ValueOf(name, root, context)));
        }

        private JsonValue? ValueOf(string name, JsonValue root, InputContext context) => name switch
        {
            "aws.events.rule-arn" => context.RuleArn,
            "aws.events.rule-name" => context.RuleName,
            "aws.events.event" => (root as JsonObject)?.Without("detail"),
            "aws.events.event.json" => root,
            "aws.events.event.ingestion-time" => context.IngestionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ => paths[name].Find(root),
        };
    }
}
