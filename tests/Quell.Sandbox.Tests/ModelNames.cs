using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests;

/// <summary>Finds members that a service's model does not have: a misspelt one would be lost on the wire in silence.</summary>
internal static class ModelNames
{
    public static IEnumerable<string> Unknown(Shape? shape, JsonValue value, string path = "") => (shape, value) switch
    {
        (null, JsonObject members) => members.Names.Select(name => $"{path}.{name}"),
        (Shape.Structure { IsDocument: true }, _) => [],
        (Shape.Structure structure, JsonObject members) => members.SelectMany(member => structure.Find(member.Key) is { } known
            ? Unknown(known.Shape, member.Value, $"{path}.{member.Key}")
            : [$"{path}.{member.Key}"]),
        (Shape.List list, JsonArray items) => items.SelectMany(item => Unknown(list.Item.Shape, item, path + "[]")),
        (Shape.Map map, JsonObject entries) => entries.SelectMany(entry => Unknown(map.Value.Shape, entry.Value, $"{path}.{entry.Key}")),
        (Shape.Structure or Shape.List or Shape.Map, _) => [$"{path} is no {shape.GetType().Name}"],
        (_, JsonObject or JsonArray) => [$"{path} is no value"],
        _ => [],
    };
}
