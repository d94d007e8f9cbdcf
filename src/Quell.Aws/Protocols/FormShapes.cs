using System.Globalization;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>Inputs between the form of the query and ec2 protocols and the neutral form.</summary>
internal sealed class FormShapes(bool isEc2)
{
    public static readonly FormShapes Query = new(isEc2: false);
    public static readonly FormShapes Ec2 = new(isEc2: true);

    /// <exception cref="AwsException">A value is not of its shape's kind.</exception>
    public JsonObject ReadMembers(Shape.Structure shape, FormTree form, string path)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        foreach (var member in shape.Members)
        {
            var name = NameOf(member) ?? member.Name;
            if (Find(member, form, name) is { } node)
            {
                members.Add(new(member.Name, Read(member.Shape, member.IsFlattened || isEc2, node, path.Length == 0 ? name : $"{path}.{name}")));
            }
        }

        return JsonObject.From(members);
    }

    public void WriteMembers(Shape.Structure shape, JsonObject parts, string prefix, List<KeyValuePair<string, string?>> form)
    {
        foreach (var (name, value) in parts)
        {
            var member = shape.Find(name) ?? throw new ArgumentException($"{shape.Name} has no member '{name}'.", nameof(parts));
            if (value is not JsonNull)
            {
                var wire = FlattenedName(member) ?? NameOf(member) ?? member.Name;
                Write(member, value, prefix.Length == 0 ? wire : $"{prefix}.{wire}", form);
            }
        }
    }

    /// <summary>The name in a request; ec2 capitalizes the name that its answers have.</summary>
    private string? NameOf(Member member) => member.QueryName ?? (isEc2 && member.LocationName is { Length: > 0 } name
        ? string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1))
        : member.LocationName);

    /// <summary>A flattened list's items stand under the item's name, if it has one; ec2 knows no such thing.</summary>
    private string? FlattenedName(Member member) =>
        !isEc2 && member is { IsFlattened: true, Shape: Shape.List list } ? NameOf(list.Item) : null;

    private FormTree? Find(Member member, FormTree form, string name) =>
        (FlattenedName(member) is { } flattened ? form.Take(flattened) : null) ?? form.Take(name);

    private JsonValue Read(Shape shape, bool isFlattened, FormTree node, string path)
    {
        switch (shape)
        {
            case Shape.Structure structure:
                return ReadMembers(structure, node, path);
            case Shape.List list:
                var items = isFlattened ? node : node.Take(NameOf(list.Item) ?? "member") ?? node.Take("member") ?? node;
                return JsonArray.From(items.Numbered().Select((item, index) =>
                    Read(list.Item.Shape, list.Item.IsFlattened || isEc2, item, $"{path}.{index + 1}")));
            case Shape.Map map:
                return ReadMap(map, isFlattened ? node : node.Take("entry") ?? node, path);
            default:
                return ReadScalar(shape, node.Value ?? "", path);
        }
    }

    private JsonObject ReadMap(Shape.Map map, FormTree node, string path)
    {
        var entries = new List<KeyValuePair<string, JsonValue>>();
        foreach (var entry in node.Numbered())
        {
            if (entry.Take(NameOf(map.Key) ?? "key") is { Value: { } key } && entry.Take(NameOf(map.Value) ?? "value") is { } value)
            {
                entries.Add(new(key, Read(map.Value.Shape, map.Value.IsFlattened, value, path)));
            }
        }

        return JsonObject.From(entries);
    }

    private JsonValue ReadScalar(Shape shape, string text, string path)
    {
        if (isEc2 && !XmlText.IsAllowed(text))
        {
            throw new AwsException("InvalidParameterValue", $"Invalid value for {path}: it has characters that are not allowed.");
        }

        try
        {
            return Scalars.Read(shape, text);
        }
        catch (FormatException fault)
        {
            throw isEc2
                ? new AwsException("InvalidParameterValue", $"Invalid value for {path}: {fault.Message}.")
                : new AwsException("MalformedInput", $"Value of {path}: {fault.Message}.");
        }
    }

    private void Write(Member member, JsonValue value, string prefix, List<KeyValuePair<string, string?>> form)
    {
        switch (member.Shape, value)
        {
            case (Shape.Structure structure, JsonObject parts):
                WriteMembers(structure, parts, prefix, form);
                break;
            case (Shape.List, JsonArray { Count: 0 }):
                if (!isEc2)
                {
                    form.Add(new(prefix, ""));
                }

                break;
            case (Shape.List list, JsonArray items):
                var stem = member.IsFlattened || isEc2 ? prefix : $"{prefix}.{NameOf(list.Item) ?? "member"}";
                for (var index = 0; index < items.Count; index++)
                {
                    Write(list.Item, items[index], string.Create(CultureInfo.InvariantCulture, $"{stem}.{index + 1}"), form);
                }

                break;
            case (Shape.Map map, JsonObject entries):
                WriteMap(map, entries, member.IsFlattened ? prefix : $"{prefix}.entry", form);
                break;
            default:
                form.Add(new(prefix, Scalars.Write(member.Shape, value, member.TimestampFormat ?? Timestamps.Iso8601)));
                break;
        }
    }

    private void WriteMap(Shape.Map map, JsonObject entries, string stem, List<KeyValuePair<string, string?>> form)
    {
        var number = 0;
        foreach (var (key, value) in entries)
        {
            number++;
            form.Add(new($"{stem}.{number}.{NameOf(map.Key) ?? "key"}", key));
            Write(map.Value, value, $"{stem}.{number}.{NameOf(map.Value) ?? "value"}", form);
        }
    }
}
