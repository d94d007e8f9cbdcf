using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>Replaces <c>{{resolve:…}}</c> in the texts of a resource's properties.</summary>
internal sealed partial class DynamicReferences(TemplateEnvironment environment, TemplateResource resource, TemplateErrors errors)
{
    public JsonValue Resolve(JsonValue value) => value switch
    {
        JsonString text when text.Value.Contains("{{resolve:", StringComparison.Ordinal) => ReferencePattern.Replace(text.Value, Replace),
        JsonArray array => JsonArray.From(array.Items.Select(Resolve)),
        JsonObject parent => JsonObject.From(parent
            .Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value)))),
        _ => value,
    };

    private string Replace(Match match)
    {
        var reference = new DynamicReference(match.Groups["service"].Value, match.Groups["reference"].Value);
        if (environment.Resolve(reference) is { } value)
        {
            return value;
        }

        errors.Add(TemplateErrorCode.Unresolved, $"Unable to resolve the dynamic reference {match.Value}", resource.Path.Member("Properties"), resource.Properties);
        return match.Value;
    }

    [GeneratedRegex(@"\{\{resolve:(?<service>ssm|ssm-secure|secretsmanager):(?<reference>[^{}]+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex ReferencePattern { get; }
}
