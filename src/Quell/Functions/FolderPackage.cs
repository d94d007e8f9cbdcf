using System.IO.Compression;

namespace Quell.Functions;

/// <summary>
/// The package of a function whose code lies on this machine: a folder with all that is in it, one file, or a zip file as it is
/// (AWS CLI Command Reference, "package"). The same content always gives the same bytes.
/// </summary>
internal static class FolderPackage
{
    private const int Executable = 0b111_101_101;
    private const int Readable = 0b110_100_100;
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="IOException">It cannot be read, or is larger than a package may be.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Of(string path)
    {
        if (Directory.Exists(path))
        {
            var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Select(file => (Name: Path.GetRelativePath(path, file).Replace('\\', '/'), file))
                .OrderBy(file => file.Name, StringComparer.Ordinal);
            return Zip(files);
        }

        var content = File.ReadAllBytes(path);
        return content is [(byte)'P', (byte)'K', 3, 4, ..] ? content : Zip([(Path.GetFileName(path), path)]);
    }

    private static byte[] Zip(IEnumerable<(string Name, string File)> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var left = ZipPackage.UnzippedLimit;
            foreach (var (name, file) in files)
            {
                using var content = File.OpenRead(file);
                left -= content.Length;
                if (left < 0)
                {
                    throw new IOException($"it has more than the {ZipPackage.UnzippedLimit} bytes that a package may have");
                }

                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Written;
                entry.ExternalAttributes = (IsExecutable(file) ? Executable : Readable) << 16;
                using var target = entry.Open();
                content.CopyTo(target);
            }
        }

        return bytes.ToArray();
    }

    private static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;
}
