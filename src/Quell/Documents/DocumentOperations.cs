using Quell.Aws.Operations;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Parameters;

namespace Quell.Documents;

/// <summary>The operations of Systems Manager on documents, and on the tags of all its resources.</summary>
internal static class DocumentOperations
{
    private const string Service = "ssm";

    public static OperationTable AddDocuments(this OperationTable table)
    {
        new SsmTags(new Dictionary<string, Func<ResourceSet, Scope, string, ResourceKey?>>
        {
            ["Document"] = (_, scope, id) => new(scope, Documents.Type, id),
            ["Parameter"] = ParameterStore.KeyOf,
        }).AddTo(table);
        return table;
    }
}
