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

    public static IEnumerable<KeyValuePair<string, Item>> Of(Item item)
    {
        if (item.Ref is ItemMap map)
        {
            return map.Members;
        }

        return item.Ref is JsonObject data
            ? ((IEnumerable<KeyValuePair<string, JsonValue>>)data).Select(member => KeyValuePair.Create(member.Key, Item.From(member.Value)))
            : [];
    }

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
}
