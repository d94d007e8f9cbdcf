using System.Security.Cryptography;

namespace Quell.Functions;

/// <summary>
/// Deployment packages by the SHA-256 of their zip file, under <c>DATA/functions/code</c>: the zip as it came, and beside it
/// the folder that it unpacks to, made when the code runs for the first time. Storing is idempotent, so that a refused or
/// rehearsed call leaves at most a file that nothing names. Safe for concurrent use.
/// </summary>
internal sealed class CodeStore
{
    private readonly string _folder;
    private readonly Lock _gate = new();

    /// <param name="folder">The <c>functions</c> folder within the data folder.</param>
    public CodeStore(string folder)
    {
        _folder = Path.Combine(folder, "code");
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Checks the package and stores it.</summary>
    /// <exception cref="Aws.AwsException">It is no zip file, too large, or has entries that lead outside its folder.</exception>
    public StoredCode Store(ReadOnlyMemory<byte> zip)
    {
        ZipPackage.Check(zip);
        var hash = SHA256.HashData(zip.Span);
        var path = ZipPath(Convert.ToHexStringLower(hash));
        lock (_gate)
        {
            if (!File.Exists(path))
            {
                var incoming = path + ".incoming";
                using (var file = new FileStream(incoming, FileMode.Create, FileAccess.Write))
                {
                    file.Write(zip.Span);
                    file.Flush(flushToDisk: true);
                }

                File.Move(incoming, path, overwrite: true);
            }
        }

        return new(Convert.ToBase64String(hash), zip.Length);
    }

    /// <summary>The folder with the unpacked code.</summary>
    /// <param name="sha256">The configuration's <c>CodeSha256</c>.</param>
    /// <exception cref="FileNotFoundException">The store does not have the package.</exception>
    public string Unpacked(string sha256)
    {
        var name = Convert.ToHexStringLower(Convert.FromBase64String(sha256));
        var folder = Path.Combine(_folder, name);
        lock (_gate)
        {
            if (!Directory.Exists(folder))
            {
                var incoming = folder + ".incoming";
                if (Directory.Exists(incoming))
                {
                    Directory.Delete(incoming, recursive: true);
                }

                ZipPackage.Unpack(File.ReadAllBytes(ZipPath(name)), incoming);
                Directory.Move(incoming, folder);
            }
        }

        return folder;
    }

    /// <summary>The package of that SHA-256, written in hexadecimal digits; null where the store does not have it.</summary>
    public byte[]? Find(string hash)
    {
        var path = ZipPath(hash);
        return hash.All(char.IsAsciiHexDigitLower) && File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>The package as it was uploaded.</summary>
    /// <exception cref="FileNotFoundException">The store does not have the package.</exception>
    public string PackagePath(string sha256) => ZipPath(Convert.ToHexStringLower(Convert.FromBase64String(sha256)));

    private string ZipPath(string name) => Path.Combine(_folder, name + ".zip");
}

/// <summary>A stored package.</summary>
/// <param name="Sha256">Base64, as <c>CodeSha256</c> has it.</param>
/// <param name="Size">Bytes of the zip file.</param>
internal sealed record StoredCode(string Sha256, long Size);
