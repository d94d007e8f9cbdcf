using System.Collections.Immutable;

namespace Quell.Engine.Templates;

/// <summary>
/// An entry of the Parameters section (CloudFormation User Guide, "CloudFormation template Parameters syntax"). What is not
/// written is null.
/// </summary>
internal sealed record TemplateParameter(string Name, ParameterType Type, TemplateNode Node)
{
    /// <summary>The default as text; null where a value must be given.</summary>
    public string? Default { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<string> AllowedValues { get; init; } = [];

    /// <summary>A regular expression that the whole value, or each member of a list, matches.</summary>
    public string? AllowedPattern { get; init; }

    /// <summary>What to say instead of the constraint itself when a value breaks it.</summary>
    public string? ConstraintDescription { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public double? MinValue { get; init; }

    public double? MaxValue { get; init; }

    /// <summary>Whether the value is secret: shown as <c>****</c> and never part of an error.</summary>
    public bool NoEcho { get; init; }
}

/// <summary>
/// A parameter's type as written, taken apart: <c>AWS::SSM::Parameter::Value&lt;List&lt;String&gt;&gt;</c> is a list that comes from
/// the parameter store.
/// </summary>
/// <param name="Name">As written in the template.</param>
/// <param name="Element">The type of the value, or of each member of a list: String, Number or an AWS-specific type.</param>
/// <param name="IsList">Whether <c>Ref</c> gives a list.</param>
/// <param name="FromSsm">Whether the value given is the name of an SSM parameter that holds the real one.</param>
internal sealed record ParameterType(string Name, string Element, bool IsList, bool FromSsm)
{
    public bool IsNumber => Element == "Number";

    /// <summary>Whether the value given must be the name of an existing SSM parameter, and stays that name.</summary>
    public bool IsSsmName => Element == "AWS::SSM::Parameter::Name";
}
