namespace Quell.Mail;

/// <summary>An address of a mail, <c>ops@example.com</c>, with an optional name to show. Never holds a control character.</summary>
internal sealed record MailAddress
{
    /// <exception cref="FormatException">It is not an address; the message says what is wrong.</exception>
    public MailAddress(string address, string? displayName = null)
    {
        if (Fault(address) is { } fault)
        {
            throw new FormatException($"'{Printable(address)}' is not a mail address: {fault}.");
        }

        Address = address;
        DisplayName = displayName is null ? null : Printable(displayName);
    }

    /// <summary>RFC 5321, 4.1.2, without quoted local parts and address literals, which no one uses.</summary>
    public string Address { get; }

    /// <summary>On one line; null for none.</summary>
    public string? DisplayName { get; }

    public override string ToString() => DisplayName is null ? Address : $"{DisplayName} <{Address}>";

    /// <summary>The text with every run of control characters (line ends among them) made one space.</summary>
    internal static string Printable(string text) =>
        text.Any(char.IsControl)
            ? string.Join(' ', text.Split([.. text.Where(char.IsControl).Distinct()], StringSplitOptions.RemoveEmptyEntries))
            : text;

    private static string? Fault(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0)
        {
            return "it has no @";
        }

        if (at == 0 || at == address.Length - 1)
        {
            return "something is missing beside the @";
        }

        if (address.Length > 254 || at > 64)
        {
            return "it is too long (64 characters before the @, 254 in all)";
        }

        return address.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || "<>(),;:\\\"[]".Contains(letter, StringComparison.Ordinal))
            || address.IndexOf('@', StringComparison.Ordinal) != at
            ? "it holds a character that it may not"
            : null;
    }
}
