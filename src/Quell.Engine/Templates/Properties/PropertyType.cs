using System.Collections.Frozen;

namespace Quell.Engine.Templates.Properties;

/// <summary>
/// The type of a property of a resource type. Made to be declared in a few words, with <c>using static</c>:
/// <code>
/// public static readonly PropertySchema Schema = new(
///     ("TopicName", Text.CreateOnly()),
///     ("Subscription", ListOf(Object(("Protocol", Text.Required()), ("Endpoint", Text.Required())))),
///     ("Tags", Tags));
/// </code>
/// </summary>
internal abstract record PropertyType
{
    private PropertyType()
    {
    }

    public static PropertyType Text { get; } = new Scalar(ScalarKind.String);

    /// <summary>A whole number; a text of digits counts as one.</summary>
    public static PropertyType Integer { get; } = new Scalar(ScalarKind.Integer);

    public static PropertyType Number { get; } = new Scalar(ScalarKind.Double);

    /// <summary>true or false; the text of either counts as one.</summary>
    public static PropertyType Boolean { get; } = new Scalar(ScalarKind.Boolean);

    /// <summary>Any map or list, or a text of JSON: policies, patterns.</summary>
    public static PropertyType Json { get; } = new Any();

    /// <summary>The list of keys and values that most resource types have.</summary>
    public static PropertyType Tags { get; } = ListOf(Object(("Key", Text.Required()), ("Value", Text.Required())));

    /// <summary>Whether a resource cannot be without it.</summary>
    public bool IsRequired { get; private init; }

    /// <summary>Whether a change of it replaces the resource ("Update requires: Replacement").</summary>
    public bool IsCreateOnly { get; private init; }

    public static PropertyType ListOf(PropertyType item) => new List(item);

    public static PropertyType MapOf(PropertyType value) => new Map(value);

    public static PropertyType Object(params ReadOnlySpan<(string Name, PropertyType Type)> members) => new Structure(Index(members));

    public PropertyType Required() => this with { IsRequired = true };

    public PropertyType CreateOnly() => this with { IsCreateOnly = true };

    internal static FrozenDictionary<string, PropertyType> Index(ReadOnlySpan<(string Name, PropertyType Type)> members) =>
        members.ToArray().ToFrozenDictionary(member => member.Name, member => member.Type, StringComparer.Ordinal);

    internal sealed record Scalar(ScalarKind Kind) : PropertyType;

    internal sealed record Any : PropertyType;

    internal sealed record List(PropertyType Item) : PropertyType;

    internal sealed record Map(PropertyType Value) : PropertyType;

    internal sealed record Structure(FrozenDictionary<string, PropertyType> Members) : PropertyType;
}

/// <summary>The primitive types, named as AWS's messages name them.</summary>
internal enum ScalarKind
{
    String,
    Integer,
    Double,
    Boolean,
}
