using System.Text;
using System.Xml;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>Writes the neutral form as XML elements, all in one default namespace.</summary>
/// <param name="xmlNamespace">Empty for none.</param>
internal sealed class XmlShapeWriter(XmlNaming naming, string xmlNamespace) : IDisposable
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CheckCharacters = false,
        NewLineHandling = NewLineHandling.Entitize,
    };

    private readonly MemoryStream _output = new();
    private XmlWriter? _writer;
    private string _namespace = xmlNamespace;

    private XmlWriter Writer => _writer ??= XmlWriter.Create(_output, Settings);

    /// <summary>Closes the document and hands its bytes out.</summary>
    public WireBody ToBody()
    {
        Writer.Dispose();
        return new(_output.GetBuffer().AsMemory(0, (int)_output.Length));
    }

    public void Start(string element, string? ownNamespace = null)
    {
        _namespace = ownNamespace ?? _namespace;
        Writer.WriteStartElement(element, _namespace);
    }

    public void End() => Writer.WriteEndElement();

    public void Text(string element, string text) => Writer.WriteElementString(element, _namespace, Allowed(text));

    /// <summary>Text within the element that was started last.</summary>
    public void Content(string text) => Writer.WriteString(text);

    /// <exception cref="ArgumentException">A member that the model does not have, or a value of the wrong kind.</exception>
    public void Members(Shape.Structure shape, JsonObject parts, Func<Member, bool> isInBody)
    {
        foreach (var (name, _) in parts)
        {
            if (shape.Find(name) is null)
            {
                throw new ArgumentException($"{shape.Name} has no member '{name}'.", nameof(parts));
            }
        }

        // Attributes go first; the rest in the model's order, which some services insist on.
        foreach (var member in shape.Members.OrderByDescending(member => member.Traits.HasFlag(MemberTraits.XmlAttribute)))
        {
            if (isInBody(member) && parts[member.Name] is { } value and not JsonNull)
            {
                Element(naming.Element(member), member, value);
            }
        }
    }

    public void Element(string name, Member member, JsonValue value)
    {
        switch (member.Shape, value)
        {
            case (Shape.Structure structure, JsonObject parts):
                Structure(name, member, structure, parts);
                break;
            case (Shape.List list, JsonArray items) when member.IsFlattened:
                Items(name, list, items);
                break;
            case (Shape.List list, JsonArray items):
                Writer.WriteStartElement(name, _namespace);
                Items(naming.Item(list), list, items);
                Writer.WriteEndElement();
                break;
            case (Shape.Map map, JsonObject entries) when member.IsFlattened:
                Entries(name, map, entries);
                break;
            case (Shape.Map map, JsonObject entries):
                Writer.WriteStartElement(name, _namespace);
                Entries("entry", map, entries);
                Writer.WriteEndElement();
                break;
            default:
                Scalar(name, member, value);
                break;
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _output.Dispose();
    }

    private void Structure(string name, Member member, Shape.Structure structure, JsonObject parts)
    {
        Writer.WriteStartElement(name, member.XmlPrefix is null ? member.XmlNamespace ?? _namespace : _namespace);
        var outer = _namespace;
        if (member is { XmlNamespace: { } declared, XmlPrefix: { } prefix })
        {
            Writer.WriteAttributeString("xmlns", prefix, null, declared);
        }
        else
        {
            _namespace = member.XmlNamespace ?? _namespace;
        }

        foreach (var attribute in structure.Members.Where(part => part.Traits.HasFlag(MemberTraits.XmlAttribute)))
        {
            if (parts.String(attribute.Name) is { } text)
            {
                var colon = attribute.WireName.IndexOf(':', StringComparison.Ordinal);
                Writer.WriteAttributeString(colon < 0 ? null : attribute.WireName[..colon], attribute.WireName[(colon + 1)..], member.XmlNamespace, text);
            }
        }

        Members(structure, parts, static part => !part.Traits.HasFlag(MemberTraits.XmlAttribute));
        Writer.WriteEndElement();
        _namespace = outer;
    }

    private void Items(string name, Shape.List list, JsonArray items)
    {
        foreach (var item in items)
        {
            Element(name, list.Item, item);
        }
    }

    private void Entries(string name, Shape.Map map, JsonObject entries)
    {
        foreach (var (key, value) in entries)
        {
            Writer.WriteStartElement(name, _namespace);
            Writer.WriteElementString(naming.Key(map), _namespace, Allowed(key));
            Element(naming.Value(map), map.Value, value);
            Writer.WriteEndElement();
        }
    }

    private void Scalar(string name, Member member, JsonValue value) => Writer.WriteElementString(
        name,
        member.XmlNamespace ?? _namespace,
        Allowed(Scalars.Write(member.Shape, value, member.TimestampFormat ?? Timestamps.Iso8601, naming.WithMilliseconds)));

    /// <summary>One such character, as a reference or as it is, would make the whole answer unreadable for every client.</summary>
    private string Allowed(string text) => naming.KeepsAllCharacters || XmlText.IsAllowed(text) ? text : XmlText.Replace(text);
}
