using Quell.Engine.Json;
using Quell.Engine.Templates.Functions;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>Evaluates trees of one part of a template: one resource, one output, the conditions.</summary>
internal sealed class Evaluator(TemplateValues values, FunctionPlaces place, ResourceResolver resources, TemplateErrors errors)
{
    /// <summary>
    /// Stands for a value that is known only when a resource has been created; the text is the one that CloudFormation shows
    /// in change sets (API Reference, "ResourceChange": BeforeContext and AfterContext).
    /// </summary>
    public static readonly JsonString KnownAfterApply = new("{{changeSet:KNOWN_AFTER_APPLY}}");

    /// <summary>Characters and values that the functions of one part may make: stops texts that multiply each other.</summary>
    private const long MaxGrowth = 8_000_000;

    /// <summary>Stands for a value that could not be had; the reason is among the errors.</summary>
    private static readonly JsonString Failed = new("");

    private long _growth;

    public Template Template => values.Template;

    public TemplateEnvironment Environment => values.Environment;

    /// <summary>Whether a value failed or is not known yet, so that a function cannot work on it.</summary>
    public static bool IsOpen(JsonValue? value) => ReferenceEquals(value, Failed) || ReferenceEquals(value, KnownAfterApply);

    /// <summary>Of two values that may be open the one to pass on: failure before not known yet.</summary>
    public static JsonValue? Opener(JsonValue? first, JsonValue? second) => ReferenceEquals(first, Failed) ? first : second;

    /// <summary>The first open value in a tree; null when all is known.</summary>
    public static JsonValue? OpenIn(JsonValue? value) => value switch
    {
        _ when IsOpen(value) => value,
        JsonArray array => array.Items.Select(OpenIn).FirstOrDefault(open => open is not null),
        JsonObject parent => parent.Select(member => OpenIn(member.Value)).FirstOrDefault(open => open is not null),
        _ => null,
    };

    /// <summary>The text that CloudFormation makes of a text, number or boolean; null for anything else.</summary>
    public static string? TextOf(JsonValue? value) => value switch
    {
        JsonString text => text.Value,
        JsonNumber number => number.Text,
        JsonBoolean boolean => boolean.Value ? "true" : "false",
        _ => null,
    };

    /// <summary>The value of a tree; null for AWS::NoValue. Members and items without a value are left out.</summary>
    public JsonValue? Evaluate(TemplateNode node, TemplatePath path)
    {
        if (TemplateFunctions.CallOf(node, place, path) is { } call)
        {
            return call.Function.Evaluate(call, this);
        }

        switch (node)
        {
            case TemplateNode.Map map:
                var members = new List<KeyValuePair<string, JsonValue>>(map.Members.Length);
                foreach (var member in map.Members)
                {
                    if (Evaluate(member.Value, path.Member(member.Name)) is { } value)
                    {
                        members.Add(new(member.Name, value));
                    }
                }

                return JsonObject.From(members);
            case TemplateNode.List list:
                var items = list.Items.Select((item, index) => Evaluate(item, path.Item(index))).OfType<JsonValue>();
                return JsonArray.From(items);
            default:
                return node.ToJson();
        }
    }

    /// <summary>What a reference leads to.</summary>
    public JsonValue? ValueOf(TemplateReference reference)
    {
        if (reference.Attribute is null)
        {
            if (reference.Target == PseudoParameters.NoValue)
            {
                return null;
            }

            if (values.Named(reference.Target) is { } value)
            {
                return value;
            }
        }

        if (!values.Exists(reference.Target))
        {
            // Checked when the template was read; so it is a parameter that has no value, or a resource whose condition is false.
            return Template.Resources.ContainsKey(reference.Target)
                ? Fail(reference.Node, reference.Path, $"Template format error: Unresolved resource dependencies [{reference.Target}] in the {place} block of the template", TemplateErrorCode.Unresolved)
                : Failed;
        }

        return resources(reference.Target, reference.Attribute) switch
        {
            ResourceAnswer.Known known => known.Value,
            ResourceAnswer.Unknown => KnownAfterApply,
            _ => Fail(reference.Node, reference.Path, $"Template error: resource {reference.Target} does not support attribute type {reference.Attribute} in {reference.Function}", TemplateErrorCode.Unresolved),
        };
    }

    /// <summary>The value of a parameter: a text, or a list of texts.</summary>
    public JsonValue? Parameter(string name) => values.Named(name);

    /// <summary>Whether a condition of the template holds.</summary>
    public bool Condition(string name) => values.Condition(name);

    /// <summary>The truth of each argument of And, Or and Not.</summary>
    public List<bool> Truths(FunctionCall call) => [.. call.Items.Select((item, index) =>
    {
        var value = Evaluate(item, call.Path.Item(index));
        if (!IsOpen(value) && value is not JsonBoolean)
        {
            Fail(call, $"Template error: every {call.Function.Name} object requires boolean parameters, which only conditions are");
        }

        return value is JsonBoolean { Value: true };
    })];

    /// <summary>Counts what a call makes; a failed value when it is too much, else null.</summary>
    public JsonValue? Spend(FunctionCall call, long size)
    {
        _growth += size + 1;
        return _growth <= MaxGrowth ? null : Fail(call, $"Template error: {call.Function.Name} makes a value that is too large", TemplateErrorCode.Limit);
    }

    /// <summary>Reports that a call cannot be evaluated, and gives the value to return.</summary>
    public JsonValue Fail(FunctionCall call, string message, TemplateErrorCode code = TemplateErrorCode.Function) =>
        Fail(call.Node, call.Path, message, code);

    private JsonString Fail(TemplateNode node, TemplatePath path, string message, TemplateErrorCode code)
    {
        errors.Add(code, values.WithoutSecrets(message), path, node);
        return Failed;
    }
}
