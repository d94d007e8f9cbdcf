using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests;

/// <summary>Holds what a call takes and answers against the service's model: every member exists there and has its kind of value.</summary>
internal static class ModelCheck
{
    public static void Check(string service, string operation, JsonObject input, JsonObject output)
    {
        var model = ServiceCatalog.Default.Get(service);
        var described = model.Find(operation).ShouldNotBeNull($"{service} has no {operation}");
        InputValidator.Check(model, described, input);
        if (described.Output is null)
        {
            output.Count.ShouldBe(0, $"{operation} has no output");
        }
        else
        {
            Faults(described.Output, output, operation).ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> Faults(Shape shape, JsonValue value, string path) => (shape, value) switch
    {
        (Shape.Structure { IsDocument: true }, _) => [],
        (Shape.Structure structure, JsonObject parent) => parent.SelectMany(member => structure.Find(member.Key) is { } known
            ? Faults(known.Shape, member.Value, $"{path}.{member.Key}")
            : [$"{path}.{member.Key} is not in the model"]),
        (Shape.List list, JsonArray array) => array.Items.SelectMany((item, index) => Faults(list.Item.Shape, item, $"{path}[{index}]")),
        (Shape.Map map, JsonObject entries) => entries.SelectMany(entry => Faults(map.Value.Shape, entry.Value, $"{path}.{entry.Key}")),

        // EC2 answers with the states of VPC endpoints in lower case, its model spells them in camel case.
        (Shape.Text { Enum: { Length: > 0 } known }, JsonString text) => known.Contains(text.Value, StringComparer.OrdinalIgnoreCase) ? [] : [$"{path}: {text.Value} is not in the model"],
        (Shape.Text or Shape.Timestamp or Shape.Blob, JsonString) => [],
        (Shape.Number, JsonNumber) => [],
        (Shape.Boolean, JsonBoolean) => [],
        _ => [$"{path} is a {shape.GetType().Name} in the model, not {value}"],
    };
}
