namespace Quell.Mail;

/// <summary>A mail that could not be handed over.</summary>
/// <param name="isTransient">Whether sending it again later can succeed (SMTP's 4yz, a server that cannot be reached).</param>
/// <param name="reply">The SMTP reply code; null where the server gave none.</param>
internal sealed class MailException(string message, bool isTransient, int? reply = null, Exception? inner = null)
    : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;

    public int? Reply { get; } = reply;
}
