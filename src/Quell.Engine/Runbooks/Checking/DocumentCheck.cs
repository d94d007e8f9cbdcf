using System.Text.RegularExpressions;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>Checks what the document has outside of its steps: <c>assumeRole</c>, <c>outputs</c>, defaults of parameters.</summary>
internal static partial class DocumentCheck
{
    public static void Check(Inspection inspection, ReferenceCheck references)
    {
        CheckRole(inspection, references);
        CheckDefaults(inspection);
        var outputs = inspection.Document.Outputs;
        for (var index = 0; index < outputs.Length; index++)
        {
            CheckOutput(inspection, outputs[index], TemplatePath.Of("outputs").Item(index));
        }
    }

    private static void CheckRole(Inspection inspection, ReferenceCheck references)
    {
        var path = TemplatePath.Of("assumeRole");
        if (inspection.Document.AssumeRole is not { Length: > 0 } role || inspection.Document.Source["assumeRole"] is not { } node)
        {
            return;
        }

        references.Check(node, path);
        var used = Interpolation.Find(role).Select(found => found.Reference).ToList();
        if (used.FirstOrDefault(reference => reference is not (Reference.Parameter or Reference.Global)) is { } other)
        {
            inspection.Mistakes.Add(
                MistakeCode.Reference, $"assumeRole refers to {other}; at the start of an execution there are parameters and global: variables alone", path, node);
        }

        foreach (var parameter in used.OfType<Reference.Parameter>().Select(reference => inspection.Parameter(reference.Name)).OfType<RunbookParameter>()
            .Where(parameter => RunbookTypes.Find(parameter.Type) is { } type and not RunbookType.String))
        {
            inspection.Mistakes.Add(MistakeCode.WrongType, $"assumeRole is of a text; the parameter '{parameter.Name}' is of type {parameter.Type}", path, node);
        }

        if (used.Count == 0 && !RolePattern.IsMatch(role))
        {
            inspection.Mistakes.Add(
                MistakeCode.WrongValue, $"assumeRole is '{role}'; the ARN of a role is wanted (arn:aws:iam::123456789012:role/Name), or a reference to a parameter with it",
                path, node);
        }
    }

    /// <summary>
    /// Defaults are there before any step. They may refer to the parameter store, to system variables and, as AWS's own AWS-UpdateLinuxAmi
    /// does, to other parameters.
    /// </summary>
    private static void CheckDefaults(Inspection inspection)
    {
        foreach (var parameter in inspection.Document.Parameters.Where(parameter => parameter.Default is not null))
        {
            var path = TemplatePath.Of("parameters", parameter.Name, "default");
            var node = ((inspection.Document.Source["parameters"] as TemplateNode.Map)?[parameter.Name] as TemplateNode.Map)?["default"];
            foreach (var (reference, _, _) in Interpolation.Find(parameter.Default?.ToString() ?? ""))
            {
                var mistake = reference is Reference.Output or Reference.Variable
                    ? (MistakeCode.Reference, $"the default refers to {reference}, which no step has set by then; it may refer to the parameter store: {{{{ ssm:name }}}}")
                    : ReferenceCheck.MistakenSystem(reference);
                if (mistake is var (code, message))
                {
                    inspection.Mistakes.Add(code, message, path, node?.Line ?? parameter.Line, node?.Column ?? parameter.Column);
                }
            }
        }
    }

    private static void CheckOutput(Inspection inspection, RunbookOutput output, TemplatePath path)
    {
        var text = output.Text.StartsWith("{{", StringComparison.Ordinal) && output.Text.EndsWith("}}", StringComparison.Ordinal) ? output.Text[2..^2] : output.Text;
        var mistake = !Reference.TryParse(text, out var reference) ? (MistakeCode.Reference, $"the output '{output.Text}' is no name of a step's output: step.Output")
            : reference switch
            {
                Reference.Output(_, var step, _) when inspection.Step(step) is null =>
                    (MistakeCode.UnknownStep, $"the output '{output.Text}' is of a step '{step}' that there is none of{Spelling.Hint(step, inspection.StepNames)}"),
                Reference.Output(_, var step, var name) when inspection.Step(step) is { } source && ReferenceCheck.MissingOutput(source, name) is { } missing =>
                    (MistakeCode.UnknownOutput, $"the output '{output.Text}': {missing}"),
                Reference.Variable(_, var name) when inspection.Variable(name) is null =>
                    (MistakeCode.UnknownVariable, $"the output '{output.Text}': there is no variable '{name}'{Spelling.Hint(name, inspection.VariableNames)}"),
                Reference.Parameter(_, var name) when inspection.Parameter(name) is null =>
                    (MistakeCode.Reference, $"the output '{output.Text}' is no name of a step's output: step.Output"),
                _ => default((string Code, string Message)?),
            };
        if (mistake is var (code, message))
        {
            inspection.Mistakes.Add(code, message, path, output.Line, output.Column);
        }
    }

    [GeneratedRegex(@"\Aarn:aws[a-zA-Z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex RolePattern { get; }
}
