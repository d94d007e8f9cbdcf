using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Reading;

/// <summary>
/// Reads <c>mainSteps</c> and the steps within an <c>aws:loop</c> (Systems Manager User Guide, "Properties shared by all actions").
/// </summary>
internal static class StepReader
{
    /// <summary>The action whose input <c>Steps</c> has steps of its own.</summary>
    private const string Loop = "aws:loop";

    private const string StepPrefix = "step:";

    private static readonly ImmutableArray<string> Members =
    [
        "name", "action", "description", "inputs", "outputs", "onFailure", "onCancel", "isCritical", "isEnd", "nextStep", "maxAttempts",
        "timeoutSeconds",
    ];

    public static ImmutableArray<RunbookStep> ReadAll(TemplateNode.List list, TemplatePath path, Mistakes mistakes)
    {
        var steps = ImmutableArray.CreateBuilder<RunbookStep>(list.Items.Length);
        for (var index = 0; index < list.Items.Length; index++)
        {
            if (list.Items[index] is TemplateNode.Map map)
            {
                steps.Add(Read(map, path.Item(index), mistakes));
            }
            else
            {
                var described = NodeReader.Described(list.Items[index]);
                mistakes.Add(MistakeCode.WrongType, $"a step is {described}; a map with name and action is wanted", path.Item(index), list.Items[index]);
            }
        }

        return steps.DrainToImmutable();
    }

    private static RunbookStep Read(TemplateNode.Map map, TemplatePath path, Mistakes mistakes)
    {
        var kind = map["name"]?.Text is { Length: > 0 } known ? $"step '{known}'" : "a step";
        var reader = new NodeReader(map, path, kind, mistakes).Knowing(Members);
        var action = reader.Required("action");
        var inputs = reader.Object("inputs", $"inputs of {kind}");
        var onFailure = Escape(reader, "onFailure");
        return new()
        {
            Name = reader.Required("name"),
            Action = action,
            Description = reader.Text("description"),
            Inputs = inputs?.Map.ToJson() as JsonObject ?? JsonObject.Empty,
            InputsSource = inputs?.Map,
            Outputs = ReadOutputs(reader),
            OnFailure = onFailure,
            OnCancel = Escape(reader, "onCancel"),
            IsCritical = reader.Flag("isCritical", byDefault: onFailure.Kind != EscapeKind.Continue),
            IsEnd = reader.Flag("isEnd", byDefault: false),
            NextStep = reader.Text("nextStep"),
            MaxAttempts = reader.Scalar("maxAttempts"),
            TimeoutSeconds = reader.Scalar("timeoutSeconds"),
            Steps = action == Loop && inputs?.List("Steps") is { } steps ? ReadAll(steps, inputs.Path.Member("Steps"), mistakes) : [],
            Line = map.Line,
            Column = map.Column,
        };
    }

    private static ImmutableArray<StepOutput> ReadOutputs(NodeReader step)
    {
        var outputs = ImmutableArray.CreateBuilder<StepOutput>();
        var items = step.List("outputs")?.Items ?? [];
        for (var index = 0; index < items.Length; index++)
        {
            var path = step.Path.Member("outputs").Item(index);
            if (items[index] is not TemplateNode.Map map)
            {
                step.Mistakes.Add(
                    MistakeCode.WrongType, $"an output is {NodeReader.Described(items[index])}; a map with Name, Selector and Type is wanted", path, items[index]);
                continue;
            }

            var reader = new NodeReader(map, path, "an output", step.Mistakes).Knowing("Name", "Selector", "Type");
            outputs.Add(new(reader.Required("Name"), reader.Required("Selector"), reader.Text("Type") ?? "String", map.Line, map.Column));
        }

        return outputs.DrainToImmutable();
    }

    private static StepEscape Escape(NodeReader step, string name)
    {
        if (step.Text(name) is not { } text)
        {
            return StepEscape.Abort;
        }

        if (text.StartsWith(StepPrefix, StringComparison.Ordinal) && text[StepPrefix.Length..].Trim() is { Length: > 0 } target)
        {
            return new(EscapeKind.Step, target);
        }

        switch (text.ToUpperInvariant())
        {
            case "ABORT":
                return StepEscape.Abort;
            case "CONTINUE":
                return StepEscape.Continue;
            default:
                step.Mistakes.Add(
                    MistakeCode.WrongValue, $"'{name}' is '{text}'; Abort, Continue or step:NAME is wanted", step.Path.Member(name), step.Map[name] ?? step.Map);
                return StepEscape.Abort;
        }
    }
}
