using Quell.Aws;

namespace Quell.Documents;

/// <summary>How Systems Manager refuses what concerns documents (API Reference, the errors of each operation).</summary>
internal static class DocumentErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException NoDocument(string name) => new("InvalidDocument", $"Document with name {name} does not exist.");

    public static AwsException NoVersion() =>
        new("InvalidDocumentVersion", "The document version is not valid or does not exist.");

    public static AwsException NotLatest(string name) => new(
        "InvalidDocumentVersion",
        $"Version provided for document {name} is not latest. Please provide the latest version to update document {name}");

    public static AwsException BadContent(string message) => new("InvalidDocumentContent", message);

    public static AwsException BadSchema(string message) => new("InvalidDocumentSchemaVersion", message);

    public static AwsException BadOperation(string message) => new("InvalidDocumentOperation", message);
}
