namespace Quell.Cli;

/// <summary>Files that the user names.</summary>
internal static class InputFile
{
    /// <exception cref="CliException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            // A byte order mark is no part of a text.
            return bytes is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : bytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(Explain(path, failure));
        }
    }

    /// <summary>One line about a file that cannot be read.</summary>
    public static string Explain(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path}: there is no such file.",
        UnauthorizedAccessException when Directory.Exists(path) => $"{path}: is a folder; a file is wanted.",
        UnauthorizedAccessException => $"{path}: may not be read.",
        _ => $"{path}: cannot be read: {failure.Message}",
    };
}
