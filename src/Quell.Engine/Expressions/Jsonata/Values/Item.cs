using System.Runtime.CompilerServices;
using Quell.Engine.Expressions.Jsonata.Functions;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>
/// A value during evaluation: undefined, scalar, array, object or function. Scalars need no allocation.
/// </summary>
/// <remarks>
/// What <see cref="Ref"/> holds says the kind: null undefined, a tag number, <see cref="string"/>, <see cref="JsonBoolean"/>,
/// <see cref="JsonNull"/>, <see cref="JsonObject"/> or <see cref="ItemMap"/>, <see cref="JsonArray"/> or <see cref="ItemList"/> or
/// <see cref="ItemRange"/>, <see cref="Function"/>; inside a path also <see cref="Binding"/> rows of a tuple stream.
/// </remarks>
internal readonly struct Item
{
    private static readonly object NumberTag = new();

    public Item(object? value) => Ref = value;

    private Item(object tag, double number)
    {
        Ref = tag;
        Number = number;
    }

    public static Item Undefined => default;

    public static Item Null => new(JsonValue.Null);

    public object? Ref { get; }

    /// <summary>The number, where it is one.</summary>
    public double Number { get; }

    public bool IsUndefined => Ref is null;

    public bool IsNumber => ReferenceEquals(Ref, NumberTag);

    public string? Text => Ref as string;

    public bool IsNull => Ref is JsonNull;

    public bool IsArray => Ref is ItemList or JsonArray or ItemRange;

    public bool IsObject => Ref is JsonObject or ItemMap;

    public Function? Function => Ref as Function;

    /// <summary>The items of an array; not for others.</summary>
    public int Count => Ref switch
    {
        ItemList list => list.Count,
        JsonArray array => array.Count,
        ItemRange range => range.Count,
        _ => 0,
    };

    public Item this[int index] => Ref switch
    {
        ItemList list => list[index],
        JsonArray array => From(array[index]),
        _ => Unsafe.As<ItemRange>(Ref)![index],
    };

    public static implicit operator Item(double number) => new(NumberTag, number);

    public static implicit operator Item(string? text) => new(text);

    public static implicit operator Item(bool value) => new(JsonBoolean.Of(value));

    public static implicit operator Item(ItemList list) => new((object)list);

    public static implicit operator Item(ItemMap map) => new((object)map);

    public static implicit operator Item(Function function) => new((object)function);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Item From(JsonValue? value) => value switch
    {
        JsonString text => new Item((object)text.Value),
        JsonNumber number => (Item)number.AsDouble,
        _ => new Item((object?)value),
    };

    /// <summary>The member of an object; undefined for anything else.</summary>
    public Item Member(string name) => Ref switch
    {
        JsonObject data => From(data[name]),
        ItemMap map => map[name],
        _ => default,
    };

    /// <summary>The letter that signatures have for the kind; m for undefined.</summary>
    public char Symbol => IsNumber ? 'n' : Ref switch
    {
        null => 'm',
        string => 's',
        JsonBoolean => 'b',
        JsonNull => 'l',
        JsonObject or ItemMap => 'o',
        ItemList or JsonArray or ItemRange => 'a',
        Functions.Function => 'f',
        _ => 'n',
    };

    /// <summary>What casting to a boolean gives; null for undefined. <c>$boolean</c> in the documentation.</summary>
    public bool? AsBoolean()
    {
        switch (Ref)
        {
            case null:
                return null;
            case JsonBoolean boolean:
                return boolean.Value;
            case string text:
                return text.Length > 0;
            case JsonNull or Functions.Function:
                return false;
            case JsonObject data:
                return data.Count > 0;
            case ItemMap map:
                return map.Count > 0;
        }

        return IsNumber ? Number != 0 : AnyTrue();
    }

    public bool IsTrue() => AsBoolean() ?? false;

    private bool AnyTrue()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var index = 0; index < Count; index++)
        {
            if (this[index].IsTrue())
            {
                return true;
            }
        }

        return false;
    }
}
