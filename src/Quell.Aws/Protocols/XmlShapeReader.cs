using System.Xml;
using System.Xml.Linq;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>Reads XML elements into the neutral form. Namespaces are ignored, as AWS and its SDKs do.</summary>
internal sealed class XmlShapeReader(XmlNaming naming)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>More levels than any service's documents have. The reader's time grows with the square of the depth.</summary>
    private const int MaxDepth = 128;

    /// <summary>The root element of a document.</summary>
    /// <exception cref="XmlException">It is not XML, has a document type, or is nested too deeply.</exception>
    public static XElement Parse(ReadOnlyMemory<byte> xml)
    {
        RefuseDepth(xml);
        using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), Settings);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root ?? throw new XmlException("The document is empty.");
    }

    private static void RefuseDepth(ReadOnlyMemory<byte> xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), Settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw new XmlException($"The document is nested more than {MaxDepth} levels deep.");
            }
        }
    }

    /// <summary>The first child of that name, or null.</summary>
    public static XElement? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    /// <exception cref="FormatException">A text is not of its shape's kind.</exception>
    public JsonValue Read(Member member, XElement element) => member.Shape switch
    {
        Shape.Structure structure => ReadMembers(structure, element, static _ => true),
        Shape.List list => JsonArray.From(element.Elements()
            .Where(item => item.Name.LocalName == naming.Item(list) || naming.NameOf(list.Item) is null)
            .Select(item => Read(list.Item, item))),
        Shape.Map map => ReadMap(map, element.Elements()),
        _ => Scalars.Read(member.Shape, element.Value),
    };

    public JsonObject ReadMembers(Shape.Structure shape, XElement element, Func<Member, bool> isInBody)
    {
        var children = element.Elements().ToLookup(child => child.Name.LocalName, StringComparer.Ordinal);
        var members = new List<KeyValuePair<string, JsonValue>>();
        foreach (var member in shape.Members)
        {
            if (isInBody(member) && ReadMember(member, element, children) is { } value)
            {
                members.Add(new(member.Name, value));
            }
        }

        return JsonObject.From(members);
    }

    private JsonValue? ReadMember(Member member, XElement element, ILookup<string, XElement> children)
    {
        if (member.Traits.HasFlag(MemberTraits.XmlAttribute))
        {
            var local = member.WireName[(member.WireName.IndexOf(':', StringComparison.Ordinal) + 1)..];
            return element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == local) is { } attribute
                ? Scalars.Read(member.Shape, attribute.Value)
                : null;
        }

        var found = children[naming.Element(member)];
        if (!found.Any())
        {
            return null;
        }

        return member switch
        {
            { IsFlattened: true, Shape: Shape.List list } => JsonArray.From(found.Select(item => Read(list.Item, item))),
            { IsFlattened: true, Shape: Shape.Map map } => ReadMap(map, found),
            _ => ReadEmptyAsMissing(member, found.First()),
        };
    }

    /// <summary>An empty element says nothing about a number, a boolean or a time: some services write one for "none".</summary>
    private JsonValue? ReadEmptyAsMissing(Member member, XElement element) =>
        member.Shape is Shape.Number or Shape.Boolean or Shape.Timestamp && element.Value.Length == 0 ? null : Read(member, element);

    private JsonObject ReadMap(Shape.Map map, IEnumerable<XElement> entries)
    {
        var pairs = new List<KeyValuePair<string, JsonValue>>();
        foreach (var entry in entries)
        {
            if (Child(entry, naming.Key(map)) is { } key && Child(entry, naming.Value(map)) is { } value)
            {
                pairs.Add(new(key.Value, Read(map.Value, value)));
            }
        }

        return JsonObject.From(pairs);
    }
}
