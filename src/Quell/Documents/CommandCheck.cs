using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Documents;

/// <summary>
/// The form of a Command document: schema 2.2 and 2.0 with <c>mainSteps</c>, 1.2 with <c>runtimeConfig</c> (Systems Manager User
/// Guide, "Data elements and parameters"). What a step's inputs mean is looked at when it runs.
/// </summary>
internal sealed class CommandCheck
{
    private static readonly string[] ParameterTypes = ["String", "StringList", "Integer", "Boolean", "StringMap", "MapList"];
    private static readonly string[] StepMembers =
        ["action", "name", "description", "inputs", "precondition", "isEnd", "maxAttempts", "nextStep", "onFailure", "onSuccess", "finallyStep", "timeoutSeconds", "settings", "outputs"];

    private readonly List<string> _mistakes = [];

    /// <returns>What the document says.</returns>
    /// <exception cref="Aws.AwsException"><c>InvalidDocumentSchemaVersion</c>, <c>InvalidDocumentContent</c> with every mistake and its line.</exception>
    public static JsonObject Checked(TemplateNode.Map root)
    {
        var schema = root["schemaVersion"]?.Text;
        if (schema is not ("2.2" or "2.0" or "1.2"))
        {
            throw DocumentErrors.BadSchema($"A Command document has the schemaVersion 2.2, 2.0 or 1.2, not {schema ?? "none"}.");
        }

        var check = new CommandCheck();
        check.Members(root, "a document", ["schemaVersion", "description", "parameters", schema == "1.2" ? "runtimeConfig" : "mainSteps", "files"]);
        check.Parameters(root["parameters"]);
        if (schema == "1.2")
        {
            check.Wants(root, "runtimeConfig", root["runtimeConfig"] is TemplateNode.Map { Members.IsEmpty: false }, "a map of at least one action");
        }
        else
        {
            check.Steps(root);
        }

        return check._mistakes.Count == 0 ? (JsonObject)root.ToJson() : throw DocumentErrors.BadContent(string.Join("; ", check._mistakes));
    }

    private void Parameters(TemplateNode? node)
    {
        if (node is not (null or TemplateNode.Map))
        {
            Add(node, "parameters must be a map");
        }

        foreach (var parameter in (node as TemplateNode.Map)?.Members ?? [])
        {
            if ((parameter.Value as TemplateNode.Map)?["type"]?.Text is not { } type || !ParameterTypes.Contains(type))
            {
                Add(parameter.Value, $"the parameter {parameter.Name} must have a type, which is one of {string.Join(", ", ParameterTypes)}");
            }
        }
    }

    private void Steps(TemplateNode.Map root)
    {
        var steps = root["mainSteps"] as TemplateNode.List;
        Wants(root, "mainSteps", steps is { Items.IsEmpty: false }, "a list of at least one step");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in steps?.Items ?? [])
        {
            if (node is not TemplateNode.Map step)
            {
                Add(node, "a step must be a map");
                continue;
            }

            Members(step, "a step", StepMembers);
            Wants(step, "action", step["action"]?.Text?.StartsWith("aws:", StringComparison.Ordinal) is true, "the name of an action, such as aws:runShellScript");
            Wants(step, "name", step["name"]?.Text is { Length: > 0 }, "a text");
            if (step["name"]?.Text is { } name && !names.Add(name))
            {
                Add(step, $"two steps have the name {name}");
            }

            if (step["inputs"] is { } inputs and not TemplateNode.Map)
            {
                Add(inputs, "inputs must be a map");
            }
        }
    }

    private void Members(TemplateNode.Map map, string what, string[] known)
    {
        foreach (var member in map.Members.Where(member => !known.Contains(member.Name)))
        {
            Add(member.Value, $"{what} has no member {member.Name}");
        }
    }

    private void Wants(TemplateNode.Map map, string member, bool isThere, string what)
    {
        if (!isThere)
        {
            Add(map[member] ?? map, $"{member} must be {what}");
        }
    }

    private void Add(TemplateNode node, string message) => _mistakes.Add($"line {node.Line}: {message}");
}
