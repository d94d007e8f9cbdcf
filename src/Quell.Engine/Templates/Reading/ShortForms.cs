using System.Collections.Frozen;
using YamlDotNet.Core;

namespace Quell.Engine.Templates.Reading;

/// <summary>
/// Turns YAML's short-form tags into long forms (CloudFormation User Guide, "Intrinsic function reference"):
/// <c>!Sub x</c> is <c>{"Fn::Sub": x}</c>.
/// </summary>
internal static class ShortForms
{
    private static readonly FrozenDictionary<string, string> Functions = new[]
    {
        "And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "GetAtt", "GetAZs", "If",
        "ImportValue", "Join", "Length", "Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString", "Transform", "ValueOf",
        "ValueOfAll",
    }.Select(name => KeyValuePair.Create("!" + name, "Fn::" + name))
        .Append(new("!Ref", "Ref"))
        .Append(new("!Condition", "Condition"))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The function of a tag; null for YAML's own text and collection tags, which change nothing.</summary>
    /// <exception cref="TemplateTextException">The language does not know the tag.</exception>
    public static string? FunctionOf(TagName tag, TextDialect dialect, int line, int column) => tag switch
    {
        { IsNonSpecific: true } => null,
        _ when dialect.HasShortForms && Functions.TryGetValue(tag.Value, out var function) => function,
        { Value: "tag:yaml.org,2002:str" or "tag:yaml.org,2002:map" or "tag:yaml.org,2002:seq" } => null,
        _ when !dialect.HasShortForms =>
            throw new TemplateTextException(TemplateErrorCode.Syntax, $"the tag {tag.Value} has no meaning in a {dialect.Noun}", line, column),
        _ => throw new TemplateTextException(TemplateErrorCode.Syntax, $"the tag {tag.Value} is no CloudFormation function", line, column),
    };

    /// <summary>The long form, at the place of the short one.</summary>
    public static TemplateNode.Map LongForm(string function, TemplateNode argument)
    {
        if (function == "Fn::GetAtt" && argument is TemplateNode.Scalar { Value: var text } && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            argument = new TemplateNode.List(argument.Line, argument.Column,
            [
                new TemplateNode.Scalar(argument.Line, argument.Column, text[..dot], ScalarType.Text),
                new TemplateNode.Scalar(argument.Line, argument.Column + dot + 1, text[(dot + 1)..], ScalarType.Text),
            ]);
        }

        return new(argument.Line, argument.Column, [new(function, argument.Line, argument.Column, argument)]);
    }
}
