using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Quell.Stacks.Types;

/// <summary>
/// The zip file that CloudFormation makes of a function's inline code: one file named <c>index</c> (Template Reference,
/// "AWS::Lambda::Function Code", ZipFile). The same text always gives the same bytes.
/// </summary>
internal static partial class InlineCode
{
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The zip file in base64, as the API takes it.</summary>
    public static string Zip(string code, string runtime)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry(FileName(code, runtime), CompressionLevel.Optimal);
            entry.LastWriteTime = Written;
            entry.ExternalAttributes = Convert.ToInt32("644", 8) << 16;
            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes(code));
        }

        return Convert.ToBase64String(bytes.ToArray());
    }

    /// <summary>Node takes a file that imports or exports as a module by its name.</summary>
    private static string FileName(string code, string runtime) =>
        !runtime.StartsWith("nodejs", StringComparison.Ordinal) ? "index.py"
        : ModulePattern.IsMatch(code) ? "index.mjs"
        : "index.js";

    [GeneratedRegex(@"^(import\s|import\{|export\s)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ModulePattern { get; }
}
