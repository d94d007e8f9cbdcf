using Quell.Engine.Templates;

namespace Quell.Engine.Sources;

/// <summary>How a sender proves who it is, as it is declared; the secret is kept apart.</summary>
internal abstract record CheckDefinition
{
    private CheckDefinition()
    {
    }

    /// <summary>What people call it: how it is listed.</summary>
    public abstract string Name { get; }

    /// <summary>Anybody may send; only by a source's own word.</summary>
    internal sealed record None : CheckDefinition
    {
        public override string Name => "none";
    }

    /// <summary>The secret, in a header: <c>Authorization: Bearer SECRET</c>, or a header of the sender's own with nothing before it.</summary>
    internal sealed record Token(string Header, string Prefix) : CheckDefinition
    {
        public override string Name => Prefix.Length > 0 ? "bearer" : $"header {Header}";
    }

    /// <summary>User and password (RFC 7617); the secret is the password.</summary>
    internal sealed record Basic(string User) : CheckDefinition
    {
        public override string Name => "basic";
    }

    /// <summary>A keyed hash of the body.</summary>
    /// <param name="Header">Where it stands.</param>
    /// <param name="Prefix">What stands before each signature; one without it is passed over.</param>
    /// <param name="Algorithm"><c>sha1</c>, <c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
    /// <param name="IsBase64">Base64 instead of hex.</param>
    /// <param name="Separator">Between several signatures of one header; null where there is only one.</param>
    /// <param name="Clock">The time that is signed with the body; null where none is.</param>
    internal sealed record Hmac(string Header, string Prefix, string Algorithm, bool IsBase64, string? Separator, SignedTime? Clock) : CheckDefinition
    {
        public override string Name => $"hmac {Header}";
    }

    /// <summary>Reads one; null where it is no good, which the reader then knows.</summary>
    public static CheckDefinition? Read(DefinitionReader reader, TemplateNode.Map map)
    {
        switch (reader.Text(map, "type", isRequired: true))
        {
            case "none":
                reader.Only(map, "type");
                return new None();
            case "bearer":
                reader.Only(map, "type");
                return new Token("Authorization", "Bearer ");
            case "header":
                reader.Only(map, "type", "header");
                return reader.Text(map, "header", isRequired: true) is { } header ? new Token(header, "") : null;
            case "basic":
                reader.Only(map, "type", "user");
                return reader.Text(map, "user", isRequired: true) is { } user ? new Basic(user) : null;
            case "hmac":
                return ReadHmac(reader, map);
            case null:
                return null;
            default:
                reader.Fault(map["type"] ?? map, "'type' is one of hmac, bearer, header, basic, none");
                return null;
        }
    }

    private static Hmac? ReadHmac(DefinitionReader reader, TemplateNode.Map map)
    {
        reader.Only(map, "type", "header", "prefix", "algorithm", "encoding", "separator", "timestamp");
        var header = reader.Text(map, "header", isRequired: true);
        var (algorithm, encoding) = (reader.Text(map, "algorithm") ?? "sha256", reader.Text(map, "encoding") ?? "hex");
        if (algorithm is not ("sha1" or "sha256" or "sha384" or "sha512"))
        {
            reader.Fault(map, "'algorithm' is one of sha1, sha256, sha384, sha512");
        }

        if (encoding is not ("hex" or "base64"))
        {
            reader.Fault(map, "'encoding' is hex or base64");
        }

        SignedTime? clock = null;
        if (reader.Map(map, "timestamp") is { } timestamp)
        {
            reader.Only(timestamp, "header", "separator", "tolerance");
            clock = new(
                reader.Text(timestamp, "header", isRequired: true) ?? "", reader.Text(timestamp, "separator") ?? ":",
                TimeSpan.FromSeconds(reader.Number(timestamp, "tolerance", 1, 86_400) ?? 300));
        }

        return header is null ? null : new(header, reader.Text(map, "prefix") ?? "", algorithm, encoding == "base64", reader.Text(map, "separator"), clock);
    }
}

/// <summary>A time that a signature covers: the text of a header, a separator, then the body.</summary>
/// <param name="Header">Holds seconds since 1970.</param>
/// <param name="Tolerance">How far it may be from now, so that a request cannot be sent again later.</param>
internal sealed record SignedTime(string Header, string Separator, TimeSpan Tolerance);
