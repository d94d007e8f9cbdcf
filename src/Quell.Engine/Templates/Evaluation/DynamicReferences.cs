using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>Replaces <c>{{resolve:…}}</c> in the texts of a resource's properties.</summary>
internal sealed partial class DynamicReferences(TemplateEnvironment environment, TemplateResource resource, TemplateErrors errors)
{
    private string _property = "";

    /// <param name="properties">All of the resource's.</param>
    public JsonValue Resolve(JsonValue properties) => properties is not JsonObject members ? Resolved(properties) : JsonObject.From(members.Select(member =>
    {
        _property = member.Key;
        return KeyValuePair.Create(member.Key, Resolved(member.Value));
    }));

    private JsonValue Resolved(JsonValue value) => value switch
    {
        JsonString text when text.Value.Contains("{{resolve:", StringComparison.Ordinal) => ReferencePattern.Replace(text.Value, Replace),
        JsonArray array => JsonArray.From(array.Items.Select(Resolved)),
        JsonObject parent => JsonObject.From(parent
            .Select(member => KeyValuePair.Create(member.Key, Resolved(member.Value)))),
        _ => value,
    };

    private string Replace(Match match)
    {
        var reference = new DynamicReference(match.Groups["service"].Value, match.Groups["reference"].Value);
        if (environment.Resolve(reference) is { } value)
        {
            return value;
        }

        if (reference.Service == "ssm-secure")
        {
            // A few properties may have it (user guide, "Resources that support dynamic parameter patterns for secure strings"): of none of the types here.
            errors.Add(
                TemplateErrorCode.Unresolved, $"SSM Secure reference is not supported in: [{resource.Type}/Properties/{_property}]",
                resource.Path.Member("Properties").Member(_property), resource.Properties);
            return match.Value;
        }

        errors.Add(TemplateErrorCode.Unresolved, $"Unable to resolve the dynamic reference {match.Value}", resource.Path.Member("Properties"), resource.Properties);
        return match.Value;
    }

    [GeneratedRegex(@"\{\{resolve:(?<service>ssm|ssm-secure|secretsmanager):(?<reference>[^{}]+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex ReferencePattern { get; }
}
