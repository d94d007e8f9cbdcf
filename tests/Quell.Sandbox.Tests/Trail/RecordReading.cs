using System.Globalization;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Sandbox.Trail;

namespace Quell.Sandbox.Tests.Trail;

/// <summary>
/// Reads a record's parameters back into the neutral form by the names that the renderer writes. What the renderer would
/// call otherwise is not found, is missing when the call is rendered again, and so shows up as a difference.
/// </summary>
internal sealed class RecordReading(string service, OperationModel operation)
{
    public JsonObject Request(JsonObject recorded) => (service, operation.Input) switch
    {
        (_, null) => JsonObject.Empty,
        ("ec2", var shape) when Ec2Names.IsWrapped(operation.Name) => Wrapped(shape, recorded.Object(operation.Name + "Request") ?? JsonObject.Empty),
        ("ec2", var shape) => Ec2(shape, Flat(recorded)),
        ("s3", var shape) => Bucket(shape, recorded),
        (_, var shape) => Camel(shape, recorded),
    };

    public JsonObject Response(JsonObject recorded) => (service, operation.Output) switch
    {
        (_, null) => JsonObject.Empty,
        ("ec2", var shape) when Ec2Names.IsWrapped(operation.Name) => Xml(shape, recorded.Object(operation.Name + "Response") ?? JsonObject.Empty),
        ("ec2", var shape) => Ec2Answer(shape, recorded),
        ("rds", { Members: [{ Shape: Shape.Structure content } only] }) => JsonObject.Of((only.Name, Camel(content, recorded))),
        (_, var shape) => Camel(shape, recorded),
    };

    private static JsonObject Members(Shape.Structure shape, Func<Member, JsonValue?> read) => JsonObject.From(
        from member in shape.Members let value = read(member) where value is not null select KeyValuePair.Create(member.Name, value));

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static JsonObject Camel(Shape.Structure shape, JsonObject recorded) =>
        Members(shape, member => recorded[Lower(member.Name)] is { } value ? Camel(member.Shape, value) : null);

    private static JsonValue Camel(Shape shape, JsonValue value) => (shape, value) switch
    {
        (Shape.Structure { Members.Length: > 0 } structure, JsonObject members) => Camel(structure, members),
        (Shape.List list, JsonArray items) => JsonArray.From(items.Select(item => Camel(list.Item.Shape, item))),
        (Shape.Map map, JsonObject entries) => JsonObject.From(
            entries.Select(entry => KeyValuePair.Create(entry.Key, Camel(map.Value.Shape, entry.Value)))),
        (Shape.Timestamp, JsonString text) => Time(DateTimeOffset.Parse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
        _ => value,
    };

    private static JsonValue Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private JsonObject Flat(JsonObject recorded) => operation.Name == "RunInstances"
        ? (JsonObject)recorded.Object("instancesSet")!.Array("items")[0] is var instances ? instances.Merge(recorded.Without("instancesSet")) : recorded
        : recorded;

    private JsonObject Ec2(Shape.Structure shape, JsonObject recorded) => Members(shape, member => (member.Shape, shape.Name) switch
    {
        (Shape.List list, "TagSpecification") => Items(list, "", recorded.Array("tags")),
        (Shape.List list, _) when Ec2Names.SetOf(operation.Name, member.WireName) is var (set, key) =>
            recorded.Object(set) is { } value ? Items(list, key, value.Array("items")) : null,
        (Shape.Structure structure, _) => recorded.Object(Lower(member.WireName)) is { } value ? Ec2(structure, value) : null,
        _ => recorded[Lower(member.WireName)],
    });

    private JsonArray Items(Shape.List list, string key, JsonArray items) => JsonArray.From(
        items.Objects.Select(item => list.Item.Shape is Shape.Structure structure ? Ec2(structure, item) : item[key] ?? "?"));

    private static JsonObject Ec2Answer(Shape.Structure shape, JsonObject recorded) => Members(
        shape, member => recorded[member.WireName == "return" ? "_return" : Lower(member.WireName)] is { } value ? Ec2Answer(member, value) : null);

    private static JsonValue Ec2Answer(Member member, JsonValue value) => (member.Shape, value) switch
    {
        (Shape.Structure structure, JsonObject members) => Ec2Answer(structure, members),
        (Shape.List list, JsonObject set) => JsonArray.From(
            set.Array(Ec2Names.ItemsOf(Lower(member.WireName))).Select(item => Ec2Answer(list.Item, item))),
        (Shape.Timestamp, JsonNumber number) => number.TryAsLong(out var time) ? Time(DateTimeOffset.FromUnixTimeMilliseconds(time)) : value,
        _ => value,
    };

    private static JsonObject Wrapped(Shape.Structure shape, JsonObject recorded) => Members(
        shape,
        member => recorded[member.QueryName ?? char.ToUpperInvariant(member.WireName[0]) + member.WireName[1..]] is { } value
            ? Wrapped(member.Shape, value)
            : null);

    private static JsonValue Wrapped(Shape shape, JsonValue value) => (shape, value) switch
    {
        (Shape.Structure structure, JsonObject members) => Wrapped(structure, members),
        (Shape.List list, _) => JsonArray.From(
            (value as JsonArray ?? [value]).Objects.Select(item => Wrapped(list.Item.Shape, item["content"] ?? item))),
        _ => value,
    };

    private static JsonObject Xml(Shape.Structure shape, JsonObject recorded) =>
        Members(shape, member => recorded[member.WireName] is { } value ? Xml(member, value) : null);

    private static JsonValue Xml(Member member, JsonValue value) => (member.Shape, value) switch
    {
        (Shape.Structure structure, JsonObject members) => Xml(structure, members),
        (Shape.List, JsonString) => JsonArray.Empty,
        (Shape.List list, _) when (member.IsFlattened ? value : ((JsonObject)value)[list.Item.LocationName ?? "member"]) is { } items =>
            JsonArray.From((items as JsonArray ?? [items]).Select(item => Xml(list.Item, item))),
        _ => value,
    };

    private static JsonObject Bucket(Shape.Structure shape, JsonObject recorded) => Members(shape, member => member switch
    {
        { Location: MemberLocation.Uri, Name: "Bucket" } => recorded["bucketName"],
        { Location: MemberLocation.QueryString or MemberLocation.Header } => recorded[member.WireName],
        { Name: "Policy" } => recorded["bucketPolicy"]?.ToString() is { } policy ? (JsonValue)policy : null,
        { Shape: Shape.Structure structure } => recorded.Object(member.WireName) is { } body ? Xml(structure, body) : null,
        _ => null,
    });
}
