namespace Quell.Mail;

/// <summary>A mail as it lies in the mailbox.</summary>
/// <param name="Name">The name of its file; sorts by date.</param>
/// <param name="Headers">In their order, unfolded and decoded.</param>
/// <param name="Body">Decoded, with LF line ends, without the last one.</param>
internal sealed record StoredMail(string Name, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    public string Date => Header("Date");

    public string From => Header("From");

    public string To => Header("To");

    public string Subject => Header("Subject");

    /// <summary>The first value under the name, or nothing.</summary>
    public string Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
