using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Quell.Aws.Models;

/// <summary>A type of a service's model. The family is closed; members refer to shapes, so that types may be recursive.</summary>
internal abstract class Shape
{
    private Shape(string name) => Name = name;

    public string Name { get; }

    /// <summary>Members by name. Errors are structures with an <see cref="Error"/> trait.</summary>
    internal sealed class Structure(string name) : Shape(name)
    {
        private FrozenDictionary<string, Member>? _byName;

        /// <summary>In the order in which the service documents them.</summary>
        public ImmutableArray<Member> Members { get; internal set; } = [];

        /// <summary>The member that is the whole body; null where the body holds all members without a location.</summary>
        public Member? Payload { get; internal set; }

        public ErrorTrait? Error { get; init; }

        /// <summary>Exactly one member is set.</summary>
        public bool IsUnion { get; init; }

        /// <summary>Free-form JSON: anything goes, nothing is described.</summary>
        public bool IsDocument { get; init; }

        public bool IsEventStream { get; init; }

        public Member? Find(string name) =>
            (_byName ??= Members.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal)).GetValueOrDefault(name);
    }

    internal sealed class List(string name, SizeRange range) : Shape(name)
    {
        public Member Item { get; internal set; } = Member.Unset;

        public SizeRange Range { get; } = range;
    }

    internal sealed class Map(string name, SizeRange range) : Shape(name)
    {
        public Member Key { get; internal set; } = Member.Unset;

        public Member Value { get; internal set; } = Member.Unset;

        public SizeRange Range { get; } = range;
    }

    internal sealed class Text(string name, SizeRange range) : Shape(name)
    {
        /// <summary>Length in characters.</summary>
        public SizeRange Range { get; } = range;

        /// <summary>A regular expression in Java's dialect that the whole text matches; null where there is none.</summary>
        public string? Pattern { get; init; }

        /// <summary>The values that AWS knows today; empty where any text will do.</summary>
        public ImmutableArray<string> Enum { get; init; } = [];
    }

    internal sealed class Number(string name, NumberKind kind, SizeRange range) : Shape(name)
    {
        public NumberKind Kind { get; } = kind;

        /// <summary>Of the value itself.</summary>
        public SizeRange Range { get; } = range;

        public bool IsWhole => Kind is NumberKind.Integer or NumberKind.Long;
    }

    internal sealed class Boolean(string name) : Shape(name);

    internal sealed class Timestamp(string name) : Shape(name);

    internal sealed class Blob(string name, SizeRange range) : Shape(name)
    {
        /// <summary>Length in bytes.</summary>
        public SizeRange Range { get; } = range;
    }
}

internal enum NumberKind
{
    Integer,
    Long,
    Float,
    Double,
}

/// <summary>Inclusive bounds of a length, a count or a value; null where open.</summary>
internal readonly record struct SizeRange(double? Min, double? Max)
{
    public bool Holds(double value) => !(value < Min) && !(value > Max);
}

/// <param name="Code">The code of the query, ec2 and rest-xml forms where it differs from the shape's name; else null.</param>
/// <param name="Status">The HTTP status; 0 where the model names none.</param>
/// <param name="SenderFault">Whether the model blames the caller.</param>
internal sealed record ErrorTrait(string? Code, int Status, bool SenderFault);
