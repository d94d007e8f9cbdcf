namespace Quell.Aws.Models;

/// <summary>A reference to a shape: a structure's member, a list's item, a map's key or value, with all that says how it travels.</summary>
internal sealed class Member(string name, Shape shape)
{
    internal static readonly Member Unset = new("", new Shape.Boolean(""));

    /// <summary>The member's name in the neutral form; empty for a list's item and a map's key and value.</summary>
    public string Name { get; } = name;

    public Shape Shape { get; } = shape;

    public MemberLocation Location { get; init; }

    /// <summary>The model's <c>locationName</c>: header, query parameter, XML element or JSON name; null where it is the name.</summary>
    public string? LocationName { get; init; }

    /// <summary>The name in query and ec2 requests where it differs again.</summary>
    public string? QueryName { get; init; }

    /// <summary><c>iso8601</c>, <c>rfc822</c> or <c>unixTimestamp</c>; null for the protocol's default.</summary>
    public string? TimestampFormat { get; init; }

    public string? XmlNamespace { get; init; }

    public string? XmlPrefix { get; init; }

    public MemberTraits Traits { get; init; }

    public bool IsRequired => Traits.HasFlag(MemberTraits.Required);

    public bool IsFlattened => Traits.HasFlag(MemberTraits.Flattened);

    public bool IsStreaming => Traits.HasFlag(MemberTraits.Streaming);

    public bool IsIdempotencyToken => Traits.HasFlag(MemberTraits.IdempotencyToken);

    /// <summary>The name in JSON, XML, headers and query parameters.</summary>
    public string WireName => LocationName ?? Name;
}

/// <summary>Where a member of an operation's input or output travels in the REST protocols.</summary>
internal enum MemberLocation
{
    Body,
    Uri,
    QueryString,
    Header,

    /// <summary>All headers that begin with the member's location name.</summary>
    Headers,
    StatusCode,
}

[Flags]
internal enum MemberTraits
{
    None = 0,
    Required = 1,
    Flattened = 2,
    Streaming = 4,
    XmlAttribute = 8,
    IdempotencyToken = 16,

    /// <summary>JSON text within a header (base64) or a member.</summary>
    JsonValue = 32,
    HostLabel = 64,
    EventPayload = 128,
    EventHeader = 256,
}
