namespace Quell.Engine.Templates;

/// <summary>
/// A mistake of the template's author or of whoever set its parameters. All mistakes of a template are returned at once.
/// On the wire they are CloudFormation's <c>ValidationError</c> with <see cref="Message"/> as text.
/// </summary>
/// <param name="Code">What kind of mistake.</param>
/// <param name="Message">AWS's own text where AWS has one; never a value of a NoEcho parameter.</param>
/// <param name="Path">Where in the template: <c>Resources.Topic.Properties.Tags[0].Key</c>; empty for the whole.</param>
/// <param name="Line">Counted from 1; 0 where the mistake has no place in the text (a parameter that was not given).</param>
/// <param name="Column">Counted from 1, in UTF-16 code units; 0 with <paramref name="Line"/>.</param>
internal sealed record TemplateError(TemplateErrorCode Code, string Message, string Path, int Line, int Column)
{
    public TemplateError(TemplateErrorCode code, string message, TemplatePath path, TemplateNode? node)
        : this(code, message, path.ToString(), node?.Line ?? 0, node?.Column ?? 0)
    {
    }

    /// <summary>One line for people: <c>line 12, column 7: message (Resources.Topic.Type)</c>.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"line {Line}, column {Column}: " : "";
        var message = Message.ReplaceLineEndings(" ");
        return Path.Length > 0 ? $"{place}{message} ({Path})" : place + message;
    }
}

/// <summary>What kind of mistake a <see cref="TemplateError"/> is.</summary>
internal enum TemplateErrorCode
{
    /// <summary>The text is no JSON or YAML, or has a key twice.</summary>
    Syntax,

    /// <summary>The text is too large, too deep or has too many parts.</summary>
    Limit,

    /// <summary>A section, member or shape that the template format does not have.</summary>
    Format,

    /// <summary>A part of CloudFormation that Quell does not have.</summary>
    Unsupported,

    /// <summary>A reference to something that the template does not define.</summary>
    Unresolved,

    /// <summary>Resources or conditions that depend on each other in a circle.</summary>
    Circular,

    /// <summary>A function with wrong arguments, or where it may not stand.</summary>
    Function,

    /// <summary>A parameter without a value, unknown, or against its constraints.</summary>
    Parameter,

    /// <summary>An assertion of the Rules section that does not hold.</summary>
    Rule,

    /// <summary>A property that the resource type does not have.</summary>
    UnsupportedProperty,

    /// <summary>A property that the resource type demands and the template does not give.</summary>
    MissingProperty,

    /// <summary>A property whose value has the wrong type.</summary>
    PropertyType,

    /// <summary>A property whose value the service would refuse: an event pattern that is none.</summary>
    PropertyValue,
}
