namespace Quell.Tests;

/// <summary>Permissions of files, for tests in which other users come to them.</summary>
internal static class FileModes
{
    public static void Set(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }
    }
}
