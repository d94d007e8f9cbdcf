using System.Collections.Frozen;
using Quell.Engine.Json;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// SAM's policy templates (AWS SAM Developer Guide, "Policy template list"): statements with parameters, as
/// <c>PolicyTemplates.json</c> has them.
/// </summary>
internal static class PolicyTemplates
{
    private static readonly Lazy<FrozenDictionary<string, JsonObject>> All = new(() =>
    {
        var templates = (JsonObject)JsonValue.Parse(ServerlessData.Text("PolicyTemplates.json"));
        return templates.Names.ToFrozenDictionary(name => name, name => templates.Object(name) ?? JsonObject.Empty, StringComparer.Ordinal);
    });

    public static IEnumerable<string> Names => All.Value.Keys;

    /// <summary>Whether the node is the use of a policy template: its name and the values of its parameters.</summary>
    public static bool IsUse(TemplateNode node) => node is TemplateNode.Map { Members: [var use] } && All.Value.ContainsKey(use.Name);

    /// <summary>The policy document; null, with the mistake reported, where a parameter has no value.</summary>
    public static TemplateNode.Map? Expand(TemplateNode.Member use, ServerlessProperties properties)
    {
        var template = All.Value[use.Name];
        var parameters = template.Array("Parameters").Strings.ToList();
        if (use.Value is not TemplateNode.Map values)
        {
            properties.Refuse($"Must specify valid parameter values for policy template '{use.Name}'", "Policies");
            return null;
        }

        var missing = parameters.Where(parameter => values[parameter] is null).ToList();
        if (missing.Count > 0)
        {
            properties.Refuse($"Following required parameters of template '{use.Name}' don't have values: [{string.Join(", ", missing.Select(name => $"'{name}'"))}]", "Policies");
            return null;
        }

        var write = new NodeWriter(use.Value);
        return write.Map(("Statement", write.From(template.Array("Statement")).Rewrite(node =>
            node.RefTarget() is { } name && parameters.Contains(name) ? values[name] ?? node : node)));
    }
}
