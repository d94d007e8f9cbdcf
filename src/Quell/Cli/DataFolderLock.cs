using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>
/// Keeps a data folder to one process. The lock is the system's, on the open file <c>quell.lock</c>, so that it ends with the
/// process however that ends; <c>quell.json</c> beside it says which process it is and where it listens.
/// </summary>
internal sealed class DataFolderLock : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _lock;

    private DataFolderLock(string folder, FileStream @lock) => (_folder, _lock) = (folder, @lock);

    /// <summary>Makes the folder where there is none, and takes it.</summary>
    /// <exception cref="CliException">Another process has it, or it cannot be written.</exception>
    public static DataFolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(File.Exists(folder)
                ? $"The data folder {folder} is a file. Give a folder with --data."
                : $"The data folder {folder} cannot be made: {failure.Message}", ExitCode.Failed);
        }

        try
        {
            var taken = new DataFolderLock(folder, new(Path.Combine(folder, "quell.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            taken.Write(null, null);
            return taken;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CliException($"The data folder {folder} cannot be written. Give another with --data.", ExitCode.Failed);
        }
        catch (IOException failure) when (failure.HResult is EAGAIN or EWOULDBLOCK_MAC or SHARING_VIOLATION)
        {
            throw new CliException(InUse(folder), ExitCode.Failed);
        }
        catch (IOException failure)
        {
            throw new CliException($"The data folder {folder} cannot be used: {failure.Message}", ExitCode.Failed);
        }
    }

    /// <summary>Lets other commands find the process: it listens now.</summary>
    /// <param name="token">What opens its REST API; only the file's owner can read it.</param>
    public void Announce(Uri endpoint, string token) => Write(endpoint, token);

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        File.Delete(RunningInstance.FileOf(_folder));
        _lock.Dispose();
    }

    // What FileStream's IOException carries where another process holds the lock: errno on Unix, HRESULT on Windows.
    private const int EAGAIN = 11;
    private const int EWOULDBLOCK_MAC = 35;
    private const int SHARING_VIOLATION = unchecked((int)0x80070020);

    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string InUse(string folder)
    {
        var other = RunningInstance.Read(folder);
        var who = other is null ? "another process"
            : other.Endpoint is null ? string.Create(CultureInfo.InvariantCulture, $"process {other.Pid}, which is starting")
            : string.Create(CultureInfo.InvariantCulture, $"process {other.Pid} at {other.Endpoint.OriginalString}");
        return $"The data folder {folder} is in use by {who}. Stop that one, or give another folder with --data.";
    }

    private void Write(Uri? endpoint, string? token)
    {
        var text = JsonObject.Of(
            ("pid", Environment.ProcessId),
            ("endpoint", endpoint is null ? null : (JsonValue)endpoint.OriginalString),
            ("token", token),
            ("version", ProductVersion.Text));

        // Moved into place, so that who reads it never finds half of it.
        var file = RunningInstance.FileOf(_folder);
        File.Delete(file + ".new");
        using (var stream = new FileStream(file + ".new", OwnersOnly()))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text.ToIndentedString() + "\n"));
        }

        File.Move(file + ".new", file, overwrite: true);
    }
}
