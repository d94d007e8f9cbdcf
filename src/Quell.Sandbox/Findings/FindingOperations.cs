using Quell.Aws.Operations;

namespace Quell.Sandbox.Findings;

/// <summary>The operations of Security Hub that findings come and go by. It has no controls and no standards of its own.</summary>
internal static class FindingOperations
{
    private const string Service = "securityhub";

    public static OperationTable AddFindings(this OperationTable table) => table
        .Add(Service, "EnableSecurityHub", SecurityHub.EnableSecurityHub)
        .Add(Service, "DescribeHub", SecurityHub.DescribeHub)
        .Add(Service, "DisableSecurityHub", SecurityHub.DisableSecurityHub)
        .Add(Service, "TagResource", SecurityHub.TagResource)
        .Add(Service, "UntagResource", SecurityHub.UntagResource)
        .Add(Service, "ListTagsForResource", SecurityHub.ListTagsForResource)
        .Add(Service, "BatchImportFindings", FindingImport.BatchImportFindings)
        .Add(Service, "BatchUpdateFindings", FindingUpdate.BatchUpdateFindings)
        .Add(Service, "GetFindings", FindingListing.GetFindings);
}
