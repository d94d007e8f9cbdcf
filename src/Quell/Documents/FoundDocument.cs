using System.Collections.Immutable;
using System.Text;
using Quell.Aws.Calls;

namespace Quell.Documents;

/// <summary>One version of a document, as a runbook or a command is started from it. A version never changes.</summary>
internal sealed record FoundDocument
{
    /// <summary>Without ARN.</summary>
    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>The account that has it, or <see cref="AmazonDocuments.Owner"/>.</summary>
    public required string Owner { get; init; }

    /// <summary>A number, whatever was asked for: <c>3</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Null where its author gave none.</summary>
    public string? VersionName { get; init; }

    /// <summary><c>Automation</c>, <c>Command</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>JSON</c> or <c>YAML</c>: how <see cref="Content"/> is written.</summary>
    public required string Format { get; init; }

    /// <summary>As its author wrote it.</summary>
    public required string Content { get; init; }

    /// <summary>The attached files; empty where there are none.</summary>
    public ImmutableArray<DocumentAttachment> Attachments { get; init; } = [];

    public byte[] Utf8 => Encoding.UTF8.GetBytes(Content);
}

/// <summary>A file that goes with a version of a document.</summary>
/// <param name="Name">What the document's <c>files</c> and a script's <c>Attachment</c> call it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Content">Its content in the blob store, one slice after the other.</param>
internal sealed record DocumentAttachment(string Name, long Length, string Sha256, ImmutableArray<BlobSlice> Content);
