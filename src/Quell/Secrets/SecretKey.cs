using System.Security.Cryptography;
using Quell.Blobs;
using Quell.Storage;

namespace Quell.Secrets;

/// <summary>
/// The key that seals a data folder's secrets: given (<c>QUELL_SECRET_KEY</c>, <c>--secret-key-file</c>), or in the folder's own
/// file, which is made at the first start and which only its owner can read. 32 bytes in base64. The journal keeps a value sealed
/// with it, so that another key is noticed at the start and not when a secret is wanted.
/// </summary>
internal static class SecretKey
{
    public const string Variable = "QUELL_SECRET_KEY";

    private const string Check = "secret_check";

    /// <param name="given">The key in base64, and where it comes from; null for the folder's own file.</param>
    /// <param name="file">The folder's own file.</param>
    /// <exception cref="JournalException">The key is none, is missing, or is not the one that secrets are sealed with.</exception>
    public static SecretBox Open(Journal journal, (string Text, string Origin)? given, string file)
    {
        var check = journal.Read(connection =>
            connection.Query("SELECT value FROM settings WHERE name = ?1", row => row.GetString(0), Check).FirstOrDefault());
        var origin = given?.Origin ?? file;
        if (given is null && !File.Exists(file))
        {
            if (check is not null && HasSealed(journal))
            {
                throw new JournalException(
                    $"The journal holds secrets, and the key that they are sealed with is not there: {file} is missing. Put it back, or give the key by {Variable} or --secret-key-file.", isTransient: false);
            }

            check = null;
            Create(file);
        }

        var box = new SecretBox(Parse(given?.Text ?? File.ReadAllText(file), origin));
        if (check is null || !Fits(box, check))
        {
            if (check is not null && HasSealed(journal))
            {
                throw new JournalException($"The key of {origin} is not the one that this journal's secrets are sealed with. Give that one by {Variable} or --secret-key-file.", isTransient: false);
            }

            var mine = box.Seal(Check, Check);
            journal.Write(connection => connection.Execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", Check, mine)).GetAwaiter().GetResult();
        }

        return box;
    }

    private static byte[] Parse(string text, string origin)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == SecretBox.KeyLength
            ? key[..length]
            : throw new JournalException($"The secret key of {origin} is not {SecretBox.KeyLength} bytes in base64. 'openssl rand -base64 {SecretBox.KeyLength}' makes one.", isTransient: false);
    }

    private static bool Fits(SecretBox box, string check)
    {
        try
        {
            return box.Open(check, Check) == Check;
        }
        catch (SecretException)
        {
            return false;
        }
    }

    /// <summary>Whether any resource holds a sealed value; a look through all of them, for the rare case that the key is in doubt.</summary>
    private static bool HasSealed(Journal journal) => journal.Read(connection => connection.Number(
        "SELECT 1 FROM resources WHERE instr(value, CAST(?1 AS BLOB)) > 0 LIMIT 1", SecretBox.Mark)) is not null;

    private static void Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var draft = file + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBox.KeyLength)) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file);
        DirectorySync.Flush(Path.GetDirectoryName(file) ?? ".");
    }
}
