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

    /// <summary>The transforms that the template declares: <c>AWS::LanguageExtensions</c> and <c>AWS::Serverless-2016-10-31</c> get through.</summary>
    public ImmutableArray<string> Transforms { get; init; } = [];

    /// <summary>The types of its resources as they are written, before transforms, each once.</summary>
    public ImmutableArray<string> DeclaredTypes { get; init; } = [];

    /// <summary>What a transform has made of the template, which is what all else here comes from; null where none has changed it.</summary>
    public TemplateNode.Map? Processed { get; init; }

    public required IReadOnlyDictionary<string, TemplateParameter> Parameters { get; init; }

    /// <summary>Two levels of keys, then a text or a list.</summary>
    public required IReadOnlyDictionary<string, TemplateNode.Map> Mappings { get; init; }

    public required IReadOnlyDictionary<string, TemplateNode> Conditions { get; init; }

    public required IReadOnlyDictionary<string, TemplateRule> Rules { get; init; }

    public required IReadOnlyDictionary<string, TemplateResource> Resources { get; init; }

    public required IReadOnlyDictionary<string, TemplateOutput> Outputs { get; init; }

    /// <summary>Reads a template: JSON where its first character is <c>{</c>, YAML otherwise.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="input">What its transforms look at; where it is not given, parameters have their defaults.</param>
    public static TemplateParse Parse(ReadOnlyMemory<byte> utf8, TransformInput? input = null) =>
        TemplateReader.Read(utf8, input ?? TransformInput.Defaults);

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, TransformInput)"/>
    public static TemplateParse Parse(string text, TransformInput? input = null) => Parse(Encoding.UTF8.GetBytes(text), input);
}

/// <summary>What came of reading a template: the template, or everything that is wrong with it.</summary>
/// <param name="Template">Null when there is any error.</param>
/// <param name="Errors">In the order of the text.</param>
internal sealed record TemplateParse(Template? Template, ImmutableArray<TemplateError> Errors);
