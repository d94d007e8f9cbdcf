using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata.Values;

/// <summary>The members of objects, whichever way they are held.</summary>
internal static class Members
{
    public static int Count(Item item) => item.Ref switch
    {
        JsonObject data => data.Count,
        ItemMap map => map.Count,
        _ => 0,
    };

    /// <summary>Name and value of each member; none for what is no object.</summary>
    public static Sequence Of(Item item) => new(item);

    /// <summary>The value under a name in an object, or in each object of an array, as a step of a path finds it.</summary>
    public static Item Lookup(Item item, string name)
    {
        switch (item.Ref)
        {
            case JsonObject data:
                return Item.From(data[name]);
            case ItemMap map:
                return map[name];
            case not (ItemList or JsonArray):
                return Item.Undefined;
        }

        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var found = ItemList.Sequence();
        for (var index = 0; index < item.Count; index++)
        {
            var value = Lookup(item[index], name);
            if (!value.IsUndefined)
            {
                found.AddFlat(value);
            }
        }

        return found;
    }

    /// <summary>To be gone through once, without allocation.</summary>
    public struct Sequence(Item item)
    {
        private readonly JsonObject? _data = item.Ref as JsonObject;
        private readonly ItemMap? _map = item.Ref as ItemMap;
        private ImmutableArray<KeyValuePair<string, JsonValue>>.Enumerator _members = item.Ref is JsonObject data ? data.GetEnumerator() : default;
        private int _next;

        public KeyValuePair<string, Item> Current { get; private set; }

        public readonly Sequence GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_data is not null)
            {
                if (!_members.MoveNext())
                {
                    return false;
                }

                Current = new(_members.Current.Key, Item.From(_members.Current.Value));
                return true;
            }

            if (_map is null || _next >= _map.Count)
            {
                return false;
            }

            Current = _map.Members[_next++];
            return true;
        }
    }
}
