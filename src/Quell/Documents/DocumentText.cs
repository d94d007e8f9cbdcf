using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Reading;

namespace Quell.Documents;

/// <summary>The two ways to write a document, and from one to the other (API Reference, GetDocument, <c>DocumentFormat</c>).</summary>
internal static class DocumentText
{
    public const string Json = "JSON";
    public const string Yaml = "YAML";

    private static readonly TextDialect Dialect = new()
    {
        Noun = "document",
        Prefix = "",
        Empty = "The document is empty.",
        TooLarge = "The document is larger than {0} bytes.",
        MergesMaps = true,
        HasNumericKeys = true,
    };

    /// <exception cref="Aws.AwsException"><c>InvalidDocumentContent</c>.</exception>
    public static TemplateNode.Map Read(ReadOnlyMemory<byte> utf8, string format)
    {
        var (root, errors) = TemplateText.Read(utf8, Dialect);
        if (format == Json && root is not null && utf8.Span.TrimStart(" \t\r\n\uFEFF"u8) is not [(byte)'{', ..])
        {
            throw DocumentErrors.BadContent("JSON not well-formed. at Line: 1, Column: 1");
        }

        return root as TemplateNode.Map ?? throw DocumentErrors.BadContent(
            errors.IsEmpty ? "A document is a map with schemaVersion." : string.Join("; ", errors.Select(error => error.Message)));
    }

    /// <summary>A stored document in a format, as its author wrote it where that is the one.</summary>
    public static string In(string format, string content, string written)
    {
        if (format == written)
        {
            return content;
        }

        var tree = Read(Encoding.UTF8.GetBytes(content), written).ToJson();
        return format switch
        {
            Json => Encoding.UTF8.GetString(JsonWriting.ToUtf8(tree, indented: true)),
            Yaml => DocumentYaml.Write(tree),
            _ => throw DocumentErrors.Validation($"Invalid document format {format}"),
        };
    }
}
