namespace Quell.Storage;

/// <summary>The journal could not store or read: nothing of the write that met it is kept.</summary>
/// <param name="isTransient">Whether the same write can succeed later (full disk, locked file).</param>
internal sealed class JournalException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;
}
