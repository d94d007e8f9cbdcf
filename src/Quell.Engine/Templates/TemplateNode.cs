using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Templates;

/// <summary>
/// A part of a template's text as it was read: JSON and YAML give the same tree, short-form tags are already long forms
/// (<c>!Ref X</c> is <c>{"Ref": "X"}</c>). Line and column count from 1.
/// </summary>
internal abstract record TemplateNode
{
    private TemplateNode(int line, int column) => (Line, Column) = (line, column);

    public int Line { get; }

    public int Column { get; }

    /// <summary>How many nodes this one stands for, itself included, with aliases expanded.</summary>
    public abstract long Size { get; }

    /// <summary>The node as plain JSON, functions not evaluated.</summary>
    public abstract JsonValue ToJson();

    /// <summary>What AWS calls the node in its messages.</summary>
    public string Kind => this switch
    {
        Map => "map",
        List => "list",
        _ => "string",
    };

    /// <summary>The text of a scalar; null for a map or a list.</summary>
    public string? Text => (this as Scalar)?.Value;

    /// <summary>A member of a <see cref="Map"/>, with the place of its name.</summary>
    internal sealed record Member(string Name, int Line, int Column, TemplateNode Value);

    /// <summary>A mapping; names are unique and in the order of the text.</summary>
    internal sealed record Map : TemplateNode
    {
        public Map(int line, int column, ImmutableArray<Member> members)
            : base(line, column)
        {
            Members = members;
            Size = 1 + members.Sum(member => member.Value.Size);
        }

        public ImmutableArray<Member> Members { get; }

        public override long Size { get; }

        /// <summary>The member's value, or null where there is none.</summary>
        public TemplateNode? this[string name] => Find(name)?.Value;

        public Member? Find(string name)
        {
            foreach (var member in Members)
            {
                if (member.Name == name)
                {
                    return member;
                }
            }

            return null;
        }

        public override JsonValue ToJson() =>
            JsonObject.From(Members.Select(member => KeyValuePair.Create(member.Name, member.Value.ToJson())));
    }

    /// <summary>A sequence.</summary>
    internal sealed record List : TemplateNode
    {
        public List(int line, int column, ImmutableArray<TemplateNode> items)
            : base(line, column)
        {
            Items = items;
            Size = 1 + items.Sum(item => item.Size);
        }

        public ImmutableArray<TemplateNode> Items { get; }

        public override long Size { get; }

        public override JsonValue ToJson() => JsonArray.From(Items.Select(item => item.ToJson()));
    }

    /// <summary>
    /// A text, number, boolean or null. <see cref="Value"/> is what CloudFormation makes of it where it wants text: a number
    /// in its own spelling, <c>true</c> or <c>false</c>.
    /// </summary>
    internal sealed record Scalar(int AtLine, int AtColumn, string Value, ScalarType Type) : TemplateNode(AtLine, AtColumn)
    {
        public override long Size => 1;

        public override JsonValue ToJson() => Type switch
        {
            ScalarType.Number => new JsonNumber(Value),
            ScalarType.Boolean => JsonBoolean.Of(Value == "true"),
            ScalarType.Null => JsonValue.Null,
            _ => new JsonString(Value),
        };
    }
}

/// <summary>What a scalar of a template is. A number's text is always a JSON number.</summary>
internal enum ScalarType
{
    Text,
    Number,
    Boolean,
    Null,
}
