using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Tests.Stacks;

/// <summary>Holds the calls that stacks made against the services' models: every parameter is one that the API has, in its type, and none that it demands is missing.</summary>
internal static class ModelConformance
{
    public static List<string> MistakesOf(StackHouse house) =>
    [
        .. house.Engines.Journal.Read(connection => connection.Query("SELECT record FROM changes", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0))))
            .Where(record => record.String("stackId") is not null)
            .SelectMany(record =>
            {
                var operation = ServiceCatalog.Default.Get(record.String("service")!).Find(record.String("operation")!);
                var name = $"{record.String("service")}:{record.String("operation")}";
                return operation is null ? [$"{name} is no operation"] : Mistakes(record.Object("parameters")!, operation.Input, name);
            })
            .Distinct(),
    ];

    private static IEnumerable<string> Mistakes(JsonValue value, Shape? shape, string path) => (shape, value) switch
    {
        (null, JsonObject { Count: 0 }) => [],
        (Shape.Structure { IsDocument: false } structure, JsonObject parent) =>
            parent.SelectMany(member => structure.Find(member.Key) is { } found ? Mistakes(member.Value, found.Shape, $"{path}.{member.Key}") : [$"{path}.{member.Key} is unknown"])
                .Concat(structure.Members.Where(member => member.IsRequired && !parent.Has(member.Name)).Select(member => $"{path}.{member.Name} is missing")),
        (Shape.List list, JsonArray array) => array.Items.SelectMany(item => Mistakes(item, list.Item.Shape, path + "[]")),
        (Shape.Map map, JsonObject parent) => parent.SelectMany(member => Mistakes(member.Value, map.Value.Shape, path + "{}")),
        (Shape.Text, JsonString) or (Shape.Blob, JsonString) or (Shape.Boolean, JsonBoolean) or (Shape.Number, JsonNumber) => [],
        _ => [$"{path} is {value} but wants {shape?.GetType().Name}"],
    };
}
