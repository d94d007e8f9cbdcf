using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Commands.Hosts;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>The operations of Systems Manager on documents, and on the tags of all its resources.</summary>
internal static class DocumentOperations
{
    private const string Service = "ssm";

    /// <param name="open">Opens an attachment's content.</param>
    public static OperationTable AddDocuments(this OperationTable table, Func<IReadOnlyList<BlobSlice>, Stream> open)
    {
        var writing = new DocumentWriting(new DocumentAttachments(open));
        new SsmTags(new Dictionary<string, Func<ResourceSet, Scope, string, ResourceKey?>>
        {
            ["Document"] = (_, scope, id) => new(scope, Documents.Type, id),
            ["ManagedInstance"] = (_, scope, id) => ManagedNode.KeyOf(scope, id),
            ["Parameter"] = ParameterStore.KeyOf,
        }).AddTo(table);
        return table
            .Add(Service, "CreateDocument", writing.CreateDocument)
            .Add(Service, "UpdateDocument", writing.UpdateDocument)
            .Add(Service, "GetDocument", DocumentReading.GetDocument)
            .Add(Service, "DescribeDocument", DocumentReading.DescribeDocument)
            .Add(Service, "ListDocuments", DocumentListing.ListDocuments)
            .Add(Service, "ListDocumentVersions", DocumentVersions.ListDocumentVersions)
            .Add(Service, "UpdateDocumentDefaultVersion", DocumentVersions.UpdateDocumentDefaultVersion)
            .Add(Service, "DeleteDocument", DocumentVersions.DeleteDocument)
            .Add(Service, "ModifyDocumentPermission", DocumentPermissions.ModifyDocumentPermission)
            .Add(Service, "DescribeDocumentPermission", DocumentPermissions.DescribeDocumentPermission);
    }
}
