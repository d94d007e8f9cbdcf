namespace Quell.Mail;

/// <summary>Reads the mail that <see cref="MailboxTransport"/> put into a folder, also while another process writes there.</summary>
internal sealed class Mailbox(string directory)
{
    internal const string Folder = "new";

    /// <summary>Every mail, oldest first; none where the folder does not exist.</summary>
    public IEnumerable<StoredMail> List()
    {
        var folder = Path.Combine(directory, Folder);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder, "*.eml")
            .Order(StringComparer.Ordinal)
            .Select(file => MessageReader.Read(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)));
    }

    /// <summary>The mail of that name (<see cref="StoredMail.Name"/>), or null.</summary>
    public StoredMail? Find(string name)
    {
        var file = Path.Combine(directory, Folder, name + ".eml");
        return name == Path.GetFileName(name) && File.Exists(file) ? MessageReader.Read(name, File.ReadAllBytes(file)) : null;
    }
}
