using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>Where in a finding the filters look (Security Hub API Reference, AwsSecurityFindingFilters).</summary>
internal static class FindingFields
{
    private static readonly string[] Plain =
    [
        "AwsAccountId", "AwsAccountName", "CompanyName", "Confidence", "CreatedAt", "Criticality", "Description", "FirstObservedAt", "GeneratorId",
        "Id", "LastObservedAt", "ProductArn", "ProductFields", "ProductName", "RecordState", "Region", "Sample", "SourceUrl", "Title",
        "UpdatedAt", "UserDefinedFields", "VerificationState", "WorkflowState",
    ];

    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["ComplianceAssociatedStandardsId"] = "Compliance.AssociatedStandards.StandardsId",
        ["ComplianceSecurityControlId"] = "Compliance.SecurityControlId",
        ["ComplianceStatus"] = "Compliance.Status",
        ["FindingProviderFieldsConfidence"] = "FindingProviderFields.Confidence",
        ["FindingProviderFieldsCriticality"] = "FindingProviderFields.Criticality",
        ["FindingProviderFieldsSeverityLabel"] = "FindingProviderFields.Severity.Label",
        ["FindingProviderFieldsSeverityOriginal"] = "FindingProviderFields.Severity.Original",
        ["FindingProviderFieldsTypes"] = "FindingProviderFields.Types",
        ["MalwareName"] = "Malware.Name",
        ["MalwarePath"] = "Malware.Path",
        ["MalwareState"] = "Malware.State",
        ["MalwareType"] = "Malware.Type",
        ["NetworkDestinationDomain"] = "Network.DestinationDomain",
        ["NetworkDestinationPort"] = "Network.DestinationPort",
        ["NetworkDirection"] = "Network.Direction",
        ["NetworkProtocol"] = "Network.Protocol",
        ["NetworkSourceDomain"] = "Network.SourceDomain",
        ["NetworkSourcePort"] = "Network.SourcePort",
        ["NoteText"] = "Note.Text",
        ["NoteUpdatedAt"] = "Note.UpdatedAt",
        ["NoteUpdatedBy"] = "Note.UpdatedBy",
        ["RecommendationText"] = "Remediation.Recommendation.Text",
        ["RelatedFindingsId"] = "RelatedFindings.Id",
        ["RelatedFindingsProductArn"] = "RelatedFindings.ProductArn",
        ["ResourceApplicationArn"] = "Resources.ApplicationArn",
        ["ResourceApplicationName"] = "Resources.ApplicationName",
        ["ResourceAwsEc2InstanceSubnetId"] = "Resources.Details.AwsEc2Instance.SubnetId",
        ["ResourceAwsEc2InstanceType"] = "Resources.Details.AwsEc2Instance.Type",
        ["ResourceAwsEc2InstanceVpcId"] = "Resources.Details.AwsEc2Instance.VpcId",
        ["ResourceAwsIamAccessKeyPrincipalName"] = "Resources.Details.AwsIamAccessKey.PrincipalName",
        ["ResourceAwsIamAccessKeyStatus"] = "Resources.Details.AwsIamAccessKey.Status",
        ["ResourceAwsIamUserUserName"] = "Resources.Details.AwsIamUser.UserName",
        ["ResourceAwsS3BucketOwnerId"] = "Resources.Details.AwsS3Bucket.OwnerId",
        ["ResourceAwsS3BucketOwnerName"] = "Resources.Details.AwsS3Bucket.OwnerName",
        ["ResourceDetailsOther"] = "Resources.Details.Other",
        ["ResourceId"] = "Resources.Id",
        ["ResourcePartition"] = "Resources.Partition",
        ["ResourceRegion"] = "Resources.Region",
        ["ResourceTags"] = "Resources.Tags",
        ["ResourceType"] = "Resources.Type",
        ["SeverityLabel"] = "Severity.Label",
        ["SeverityNormalized"] = "Severity.Normalized",
        ["SeverityProduct"] = "Severity.Product",
        ["Type"] = "Types",
        ["VulnerabilitiesExploitAvailable"] = "Vulnerabilities.ExploitAvailable",
        ["VulnerabilitiesFixAvailable"] = "Vulnerabilities.FixAvailable",
        ["WorkflowStatus"] = "Workflow.Status",
    }.ToFrozenDictionary();

    /// <summary>Every value that a finding has in the filter's field; several where lists lie on the way.</summary>
    public static IEnumerable<JsonValue> ValuesOf(JsonObject finding, string filter)
    {
        var path = Paths.GetValueOrDefault(filter) ?? (Plain.Contains(filter)
            ? filter
            : throw SecurityHub.InvalidInput($"The simulated account does not filter by {filter}."));
        return path.Split('.').Aggregate<string, IEnumerable<JsonValue>>([finding], (at, part) => at.SelectMany(value => Members(value, part)));
    }

    private static ImmutableArray<JsonValue> Members(JsonValue parent, string name) => parent is JsonObject members && members[name] is { } value
        ? value is JsonArray items ? items.Items : [value]
        : [];
}
