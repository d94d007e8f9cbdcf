using System.Buffers;
using System.IO.Compression;
using System.Text;
using Quell.Aws;

namespace Quell.Functions;

/// <summary>
/// A deployment package: a zip file whose content may have 250 MB (Lambda Developer Guide, "Lambda quotas"). What its headers
/// claim counts for nothing: sizes are those that unpacking comes to.
/// </summary>
internal static class ZipPackage
{
    public const long UnzippedLimit = 262_144_000;
    private const int EntryLimit = 100_000;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <exception cref="AwsException">It cannot be unpacked, or must not be.</exception>
    public static void Check(ReadOnlyMemory<byte> zip) => Walk(zip, static (_, _) => Stream.Null);

    /// <summary>Unpacks into a folder that is made for it.</summary>
    public static void Unpack(ReadOnlyMemory<byte> zip, string folder)
    {
        Directory.CreateDirectory(folder);
        Walk(zip, (entry, name) => Create(folder, entry, name));
    }

    /// <summary>A package of texts.</summary>
    public static byte[] Of(params ReadOnlySpan<(string Name, string Text)> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                var entry = archive.CreateEntry(name);
                entry.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static void Walk(ReadOnlyMemory<byte> zip, Func<ZipArchiveEntry, string, Stream> open)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip.ToArray(), writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > EntryLimit)
            {
                throw Refused($"it has more than {EntryLimit} entries");
            }

            var left = UnzippedLimit;
            foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                using var content = entry.Open();
                using var file = open(entry, Inside(entry.FullName));
                left = Copy(content, file, left);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException or OverflowException)
        {
            throw FunctionErrors.Invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
    }

    private static long Copy(Stream content, Stream file, long left)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                left -= read;
                if (left < 0)
                {
                    throw FunctionErrors.Invalid($"Unzipped size must be smaller than {UnzippedLimit} bytes");
                }

                file.Write(buffer, 0, read);
            }

            return left;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Inside(string name)
    {
        var parts = name.Replace('\\', '/').Split('/');
        return name.StartsWith('/') || parts.Any(part => part is ".." or "." or "") || name.Contains('\0', StringComparison.Ordinal)
            || parts[0].Contains(':', StringComparison.Ordinal)
            ? throw Refused($"the entry '{name}' leads outside its folder")
            : string.Join('/', parts);
    }

    private static AwsException Refused(string reason) => FunctionErrors.Invalid(
        $"Could not unzip uploaded file: {reason}. Please check your file, then try to upload again.");

    private static FileStream Create(string folder, ZipArchiveEntry entry, string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
        var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        if (!OperatingSystem.IsWindows())
        {
            // The upper half of the attributes is the Unix mode; a link is written as the text that it holds.
            var isExecutable = ((entry.ExternalAttributes >> 16) & 0b001_001_001) != 0;
            File.SetUnixFileMode(file.SafeFileHandle, isExecutable ? Readable | Executable : Readable);
        }

        return file;
    }
}
