using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Engine.Sources.Mappings;

/// <summary>What a mapping says for one value of an event; a closed family that evaluates itself. C# null is "there is none".</summary>
internal abstract record MappingValue
{
    private MappingValue()
    {
    }

    /// <param name="context">What was received: <c>body</c>, <c>item</c>, <c>rest</c>, <c>headers</c>, <c>source</c>.</param>
    public abstract JsonValue? Of(JsonObject context);

    /// <summary>The value as text: of a text, number or boolean; null for all else and for the empty text.</summary>
    public string? TextOf(JsonObject context) => Text(Of(context));

    private static string? Text(JsonValue? value) => value switch
    {
        JsonString { Value.Length: > 0 } text => text.Value,
        JsonNumber number => number.Text,
        JsonBoolean boolean => boolean.Value ? "true" : "false",
        _ => null,
    };

    internal sealed record Literal(JsonValue Value) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) => Value;
    }

    /// <summary>What lies at a path; a null there counts as nothing.</summary>
    internal sealed record Path(InputPath At) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) => At.Find(context) is { } found and not JsonNull ? found : null;
    }

    /// <summary>Text with values in it; what there is not leaves nothing behind.</summary>
    internal sealed record Template(ImmutableArray<MappingValue> Parts) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) => string.Concat(Parts.Select(part => part.TextOf(context)));
    }

    /// <summary>The first that there is and that is not the empty text.</summary>
    internal sealed record First(ImmutableArray<MappingValue> Choices) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) =>
            Choices.Select(choice => choice.Of(context)).FirstOrDefault(value => value is not null and not JsonString { Value: "" });
    }

    /// <summary>Looks a text up, whatever its case.</summary>
    internal sealed record Lookup(MappingValue Key, FrozenDictionary<string, MappingValue> Values, MappingValue? Else) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) =>
            Key.TextOf(context) is { } key && Values.TryGetValue(key, out var value) ? value.Of(context) : Else?.Of(context);
    }

    /// <summary>An array; an array within gives its items, and what there is not is left out.</summary>
    internal sealed record List(ImmutableArray<MappingValue> Items) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) => JsonArray.From(Items
            .Select(item => item.Of(context)).OfType<JsonValue>()
            .SelectMany(value => value is JsonArray many ? many.Items : [value]));
    }

    /// <summary>An object; what there is not is left out.</summary>
    internal sealed record Map(ImmutableArray<KeyValuePair<string, MappingValue>> Members) : MappingValue
    {
        public override JsonValue? Of(JsonObject context) => JsonObject.From(Members
            .Select(member => (member.Key, Value: member.Value.Of(context)))
            .Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Key, member.Value ?? JsonValue.Null)));
    }
}
