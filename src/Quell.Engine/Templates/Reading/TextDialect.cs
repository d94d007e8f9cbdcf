namespace Quell.Engine.Templates.Reading;

/// <summary>What differs between the languages that are written as JSON or YAML and read into a tree with places.</summary>
internal sealed record TextDialect
{
    public static readonly TextDialect CloudFormation = new()
    {
        Noun = "template",
        Prefix = "Template format error: ",
        Empty = "Either Template URL or Template Body must be specified.",
        TooLarge = "Template may not exceed {0} bytes in size.",
        HasShortForms = true,
    };

    /// <summary>What such a text is called in messages.</summary>
    public required string Noun { get; init; }

    /// <summary>Stands in front of messages about the text's form.</summary>
    public required string Prefix { get; init; }

    /// <summary>What is said of a text with nothing in it.</summary>
    public required string Empty { get; init; }

    /// <summary>What is said of a text above <see cref="TemplateText.MaxBytes"/>, which stand for <c>{0}</c>.</summary>
    public required string TooLarge { get; init; }

    /// <summary>Whether <c>!Ref</c> and its kin are functions; without them, YAML's own tags alone may stand.</summary>
    public bool HasShortForms { get; init; }

    /// <summary>Whether YAML's merge key (<c>&lt;&lt;</c>) takes in the members of another map.</summary>
    public bool MergesMaps { get; init; }

    /// <summary>Whether a key may look like a number, and is a text then.</summary>
    public bool HasNumericKeys { get; init; }
}
