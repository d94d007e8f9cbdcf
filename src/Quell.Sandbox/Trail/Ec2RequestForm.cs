using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>The <c>requestParameters</c> of EC2's older operations.</summary>
internal static class Ec2RequestForm
{
    /// <summary>What RunInstances says about the instances themselves stands in a set of its own.</summary>
    private static readonly string[] OfTheInstances = ["imageId", "minCount", "maxCount", "keyName"];

    public static JsonObject Parameters(string operation, Shape.Structure shape, JsonObject input)
    {
        var parameters = Ec2Names.DefaultsOf(operation, input).Merge(Structure(operation, shape, input));
        return operation == "RunInstances" ? WithInstances(parameters) : parameters;
    }

    private static JsonObject WithInstances(JsonObject parameters)
    {
        var items = JsonObject.From(
            from name in OfTheInstances where parameters.Has(name) select KeyValuePair.Create(name, parameters[name]!));
        var set = JsonObject.Of(("instancesSet", JsonObject.Of(("items", new JsonArray([items])))));
        return set.Merge(OfTheInstances.Aggregate(parameters, (rest, name) => rest.Without(name)));
    }

    private static JsonObject Structure(string operation, Shape.Structure shape, JsonObject value)
    {
        var showsEmptySets = shape.Name == "IpPermission" || Ec2Names.ShowsEmptySets(operation, shape);
        return JsonObject.From(
            from member in shape.Members
            let given = value[member.Name] ?? (showsEmptySets && member.Shape is Shape.List ? JsonArray.Empty : null)
            where given is not null
            select Parameter(operation, shape, member, given));
    }

    private static KeyValuePair<string, JsonValue> Parameter(string operation, Shape.Structure shape, Member member, JsonValue value) =>
        member.Shape switch
        {
            Shape.List list when value is JsonArray items && shape.Name == "TagSpecification" =>
                new("tags", JsonArray.From(items.Select(item => Item(operation, list, "", item)))),
            Shape.List list when value is JsonArray items => Set(operation, member, list, items),
            Shape.Structure structure when value is JsonObject members => new(NameOf(member), Structure(operation, structure, members)),
            _ => new(NameOf(member), value),
        };

    private static KeyValuePair<string, JsonValue> Set(string operation, Member member, Shape.List list, JsonArray items)
    {
        var (name, key) = Ec2Names.SetOf(operation, member.WireName);
        return new(name, items.Count == 0
            ? JsonObject.Empty
            : JsonObject.Of(("items", JsonArray.From(items.Select(item => Item(operation, list, key, item))))));
    }

    private static JsonObject Item(string operation, Shape.List list, string key, JsonValue item) =>
        list.Item.Shape is Shape.Structure structure && item is JsonObject members
            ? Structure(operation, structure, members)
            : JsonObject.Of((key, item));

    private static string NameOf(Member member) => char.ToLowerInvariant(member.WireName[0]) + member.WireName[1..];
}
