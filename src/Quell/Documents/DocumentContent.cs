using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Checking;
using Quell.Engine.Templates;

namespace Quell.Documents;

/// <summary>A document's text, read and checked (Systems Manager User Guide, "Data elements and parameters").</summary>
/// <param name="Text">As its author wrote it.</param>
/// <param name="Format"><c>JSON</c> or <c>YAML</c>.</param>
/// <param name="Tree">What it says.</param>
/// <param name="Files">The attachments that it names, with their SHA-256 where it gives it.</param>
internal sealed record DocumentContent(string Text, string Format, string Type, JsonObject Tree, ImmutableDictionary<string, string?> Files)
{
    public const string Automation = "Automation";
    public const string Command = "Command";

    /// <summary>CreateDocument, MaxDocumentSizeExceeded.</summary>
    private const int MostBytes = 64 * 1024;

    private const int MostNamed = 10;

    /// <summary>The hash that DescribeDocument shows.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <exception cref="AwsException"><c>InvalidDocumentContent</c> with every mistake and its line, <c>InvalidDocumentSchemaVersion</c>, <c>MaxDocumentSizeExceeded</c> or <c>ValidationException</c>.</exception>
    public static DocumentContent Read(string text, string? type, string? format)
    {
        format ??= DocumentText.Json;
        type ??= Command;
        if (type is not (Automation or Command))
        {
            throw DocumentErrors.Validation($"Quell has documents of the types {Automation} and {Command}. It does not support {type}.");
        }

        if (format is not (DocumentText.Json or DocumentText.Yaml))
        {
            throw DocumentErrors.Validation($"Invalid document format {format}");
        }

        var utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length > MostBytes)
        {
            throw new AwsException("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
        }

        var map = DocumentText.Read(utf8, format);
        return type == Automation
            ? new(text, format, type, (JsonObject)map.ToJson(), Checked(utf8).Files)
            : new(text, format, type, CommandCheck.Checked(map), ImmutableDictionary<string, string?>.Empty);
    }

    /// <summary>What a version of the document has of it.</summary>
    public JsonObject ToVersion() => JsonObject.Of(
        ("DocumentFormat", Format),
        ("Content", Text),
        ("Hash", Hash),
        ("SchemaVersion", Tree["schemaVersion"] is JsonString version ? version.Value : Tree["schemaVersion"]?.ToString() ?? ""),
        ("Description", Tree["description"] as JsonString),
        ("Parameters", JsonArray.From((Tree.Object("parameters") ?? JsonObject.Empty).Select(parameter => (JsonValue)Parameter(parameter.Key, parameter.Value as JsonObject ?? JsonObject.Empty)))),
        ("PlatformTypes", JsonArray.From(Type == Automation ? DocumentPlatforms.All : DocumentPlatforms.Of(Tree))));

    private static JsonObject Parameter(string name, JsonObject definition) => JsonObject.Of(
        ("Name", name),
        ("Type", definition["type"]),
        ("Description", definition["description"]),
        ("DefaultValue", definition["default"] switch { null => null, JsonString text => text, var other => other.ToString() }));

    private static RunbookDocument Checked(byte[] utf8)
    {
        // Which operations AWS has is not looked at: a document may be newer than the models here.
        var (document, mistakes, _) = RunbookCheck.Check(utf8, null);
        if (mistakes.FirstOrDefault(mistake => mistake.Code == MistakeCode.SchemaVersion) is { } schema)
        {
            throw DocumentErrors.BadSchema(Line(schema));
        }

        return mistakes.IsEmpty && document is not null ? document : throw DocumentErrors.BadContent(
            string.Join("; ", mistakes.Take(MostNamed).Select(Line)) + (mistakes.Length > MostNamed ? $"; and {mistakes.Length - MostNamed} more" : ""));
    }

    private static string Line(RunbookMistake mistake) => mistake.Line == 0 ? mistake.Message : $"line {mistake.Line}: {mistake.Message}";
}
