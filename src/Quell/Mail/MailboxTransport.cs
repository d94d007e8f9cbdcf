using System.Globalization;

namespace Quell.Mail;

/// <summary>
/// Puts mail into a folder instead of sending it, one file in the Internet Message Format for each, as in a maildir: written
/// under <c>tmp</c>, flushed to disk, then moved to <c>new</c>, so that a reader never sees half a mail. The same mail sent again
/// replaces itself.
/// </summary>
/// <param name="directory">Made when the first mail comes.</param>
internal sealed class MailboxTransport(string directory) : IMailTransport
{
    /// <exception cref="MailException">The folder cannot be written; always transient.</exception>
    public async Task SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        var bytes = MessageWriter.Write(message);
        var time = message.Date.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var name = $"{time}.{MessageWriter.SafeId(message.Id)}.eml";
        var written = Path.Combine(directory, "tmp", $"{name}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(Path.Combine(directory, "tmp"));
            Directory.CreateDirectory(Path.Combine(directory, Mailbox.Folder));
            await using (var file = new FileStream(written, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, useAsync: true))
            {
                await file.WriteAsync(bytes, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(written, Path.Combine(directory, Mailbox.Folder, name), overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailException($"The mail cannot be put into {directory}: {failure.Message}", isTransient: true, inner: failure);
        }
    }
}
