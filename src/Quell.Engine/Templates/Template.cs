using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Templates;

/// <summary>
/// A CloudFormation template that was read and found sound in itself: every reference leads somewhere, every function has the
/// arguments it needs, nothing goes in circles. Sections keep the order of the text.
/// </summary>
internal sealed record Template
{
    public string? Description { get; init; }

    public TemplateNode.Map? Metadata { get; init; }

    /// <summary>The transforms that the template declares; today only <c>AWS::LanguageExtensions</c> gets through.</summary>
    public ImmutableArray<string> Transforms { get; init; } = [];

    public required IReadOnlyDictionary<string, TemplateParameter> Parameters { get; init; }

    /// <summary>Two levels of keys, then a text or a list.</summary>
    public required IReadOnlyDictionary<string, TemplateNode.Map> Mappings { get; init; }

    public required IReadOnlyDictionary<string, TemplateNode> Conditions { get; init; }

    public required IReadOnlyDictionary<string, TemplateRule> Rules { get; init; }

    public required IReadOnlyDictionary<string, TemplateResource> Resources { get; init; }

    public required IReadOnlyDictionary<string, TemplateOutput> Outputs { get; init; }

    /// <summary>Reads a template: JSON where its first character is <c>{</c>, YAML otherwise.</summary>
    public static TemplateParse Parse(ReadOnlyMemory<byte> utf8) => TemplateReader.Read(utf8);

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static TemplateParse Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));
}

/// <summary>What came of reading a template: the template, or everything that is wrong with it.</summary>
/// <param name="Template">Null when there is any error.</param>
/// <param name="Errors">In the order of the text.</param>
internal sealed record TemplateParse(Template? Template, ImmutableArray<TemplateError> Errors);
