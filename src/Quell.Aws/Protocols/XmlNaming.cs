using Quell.Aws.Models;

namespace Quell.Aws.Protocols;

/// <summary>How a protocol names elements of lists, maps and members; the protocols differ in the defaults alone.</summary>
/// <param name="DefaultItem">The element of a list's item where the model names none.</param>
/// <param name="UsesQueryNames">Whether a member's query name goes first (query), or is for requests alone (ec2).</param>
/// <param name="WithMilliseconds">Whether times carry milliseconds also where they are zero.</param>
/// <param name="KeepsAllCharacters">Whether characters that XML 1.0 has no place for go out as references, as S3 sends keys that have them.</param>
internal sealed record XmlNaming(string DefaultItem, bool UsesQueryNames, bool WithMilliseconds, bool KeepsAllCharacters)
{
    public static readonly XmlNaming Query = new("member", UsesQueryNames: true, WithMilliseconds: false, KeepsAllCharacters: false);
    public static readonly XmlNaming Ec2 = new("item", UsesQueryNames: false, WithMilliseconds: true, KeepsAllCharacters: false);
    public static readonly XmlNaming RestXml = new("member", UsesQueryNames: false, WithMilliseconds: true, KeepsAllCharacters: true);

    /// <summary>The model's name for the reference, or null where it leaves the default.</summary>
    public string? NameOf(Member member) => (UsesQueryNames ? member.QueryName : null) ?? member.LocationName;

    /// <summary>The element of a member; a flattened list's items stand in the place of the list, under their own name if they have one.</summary>
    public string Element(Member member) => member is { IsFlattened: true, Shape: Shape.List list }
        ? NameOf(list.Item) ?? NameOf(member) ?? member.Name
        : NameOf(member) ?? member.Name;

    public string Item(Shape.List list) => NameOf(list.Item) ?? DefaultItem;

    public string Key(Shape.Map map) => NameOf(map.Key) ?? "key";

    public string Value(Shape.Map map) => NameOf(map.Value) ?? "value";
}
