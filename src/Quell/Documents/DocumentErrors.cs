using Quell.Aws;

namespace Quell.Documents;

/// <summary>How Systems Manager refuses what concerns documents (API Reference, the errors of each operation).</summary>
internal static class DocumentErrors
{
    public static AwsException NoDocument(string name) => new("InvalidDocument", $"Document with name {name} does not exist.");

    public static AwsException NoVersion() =>
        new("InvalidDocumentVersion", "The document version is not valid or does not exist.");
}
