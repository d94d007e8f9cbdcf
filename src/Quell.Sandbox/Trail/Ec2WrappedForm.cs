using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// The form of EC2's newer operations: <c>{"CreateVpcEndpointRequest": {"VpcId": …}}</c>, where each element of a list
/// carries its place as <c>tag</c>.
/// </summary>
internal static class Ec2WrappedForm
{
    private const string Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

    public static JsonObject Request(OperationModel operation, JsonObject input) => JsonObject.Of(
        ($"{operation.Name}Request", operation.Input is { } shape && input.Count > 0 ? Structure(shape, input) : (JsonValue)""));

    public static JsonObject Response(OperationModel operation, string requestId, JsonObject output) => JsonObject.Of(
        ($"{operation.Name}Response", JsonObject.Of(("xmlns", Namespace))
            .Merge(operation.Output is { } shape ? XmlForm.Structure(shape, output) : JsonObject.Of(("return", true)))
            .With("requestId", requestId)));

    private static JsonObject Structure(Shape.Structure shape, JsonObject value) => JsonObject.From(
        from member in shape.Members
        let given = value[member.Name]
        where given is not null
        select KeyValuePair.Create(NameOf(member), Value(member.Shape, given)));

    private static JsonValue Value(Shape shape, JsonValue value) => shape switch
    {
        Shape.Structure structure when value is JsonObject members => Structure(structure, members),
        Shape.List list when value is JsonArray items => XmlForm.Repeated([.. items.Select((item, index) => Item(list, item, index + 1))]),
        _ => XmlForm.Value(shape, value),
    };

    private static JsonObject Item(Shape.List list, JsonValue item, int place) => Value(list.Item.Shape, item) switch
    {
        JsonObject members => members.With("tag", place),
        var content => JsonObject.Of(("tag", place), ("content", content)),
    };

    /// <summary>The name in the query: EC2's own, or the location name with a capital (the ec2 protocol's rule).</summary>
    private static string NameOf(Member member) =>
        member.QueryName ?? char.ToUpperInvariant(member.WireName[0]) + member.WireName[1..];
}
