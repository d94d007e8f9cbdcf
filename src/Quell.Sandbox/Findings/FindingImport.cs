using System.Globalization;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Sandbox.Findings;

/// <summary>
/// BatchImportFindings: what a product found, new or once more (Security Hub User Guide, "BatchImportFindings for finding
/// providers"). What the customer has said of a finding outlives its import.
/// </summary>
internal static class FindingImport
{
    /// <summary>What a product cannot change once the finding is there.</summary>
    private static readonly string[] OfCustomer = ["Note", "UserDefinedFields", "VerificationState", "Workflow", "WorkflowState"];

    /// <summary>What a product changes only as long as the customer has not.</summary>
    private static readonly string[] OfBoth = ["Confidence", "Criticality", "RelatedFindings", "Severity", "Types"];

    private static readonly string[] Times = ["CreatedAt", "UpdatedAt"];

    /// <summary>Of the resource alone: the members that the customer has set.</summary>
    public const string SetByCustomer = "UpdatedByCustomer";

    public static JsonObject BatchImportFindings(OperationContext context)
    {
        SecurityHub.Required(context);
        var failed = new List<JsonObject>();
        var findings = context.Input.Array("Findings").Objects.ToList();
        foreach (var finding in findings)
        {
            if (FaultIn(context, finding) is { } fault)
            {
                failed.Add(JsonObject.Of(("Id", finding["Id"]), ("ErrorCode", "InvalidInput"), ("ErrorMessage", fault)));
            }
            else
            {
                Import(context, finding);
            }
        }

        return JsonObject.Of(
            ("FailedCount", failed.Count), ("SuccessCount", findings.Count - failed.Count), ("FailedFindings", JsonArray.From(failed)));
    }

    private static void Import(OperationContext context, JsonObject finding)
    {
        var existing = Finding.Find(context, finding);
        if (existing is not null && Time(finding, "UpdatedAt") <= Time(existing, "UpdatedAt"))
        {
            // A product that sends what it sent before, or something older, changes nothing.
            return;
        }

        var whole = OfCustomer.Aggregate(Whole(context, finding), (value, member) => value.With(member, existing?[member] ?? Initial(member)));
        if (existing is not null)
        {
            whole = existing.Array(SetByCustomer).Strings.Intersect(OfBoth).Aggregate(whole, (value, member) => value.With(member, existing[member]))
                .With(SetByCustomer, existing[SetByCustomer]);
        }

        FindingUpdate.Put(context, whole);
    }

    /// <summary>The finding with what the hub adds.</summary>
    private static JsonObject Whole(OperationContext context, JsonObject finding)
    {
        var provider = finding.Object("FindingProviderFields") ?? JsonObject.Empty;
        var severity = FindingSeverity.Whole(provider.Object("Severity") ?? finding.Object("Severity") ?? JsonObject.Empty);
        var types = provider["Types"] ?? finding["Types"];
        var (product, company) = (finding.String("ProductName") ?? "Default", finding.String("CompanyName") ?? "Personal");
        return finding
            .With("ProductName", product)
            .With("CompanyName", company)
            .With("Region", finding["Region"] ?? context.Scope.Region)
            .With("Severity", severity)
            .With("Types", types)
            .With("FindingProviderFields", provider
                .With("Severity", provider["Severity"] ?? JsonObject.Of(("Label", severity["Label"]))).With("Types", types))
            .With("ProductFields", (finding.Object("ProductFields") ?? JsonObject.Empty)
                .With("aws/securityhub/FindingId", Finding.KeyOf(finding))
                .With("aws/securityhub/ProductName", product)
                .With("aws/securityhub/CompanyName", company))
            .With("RecordState", finding["RecordState"] ?? "ACTIVE")
            .With("ProcessedAt", context.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static JsonValue? Initial(string member) => member switch
    {
        "Workflow" => JsonObject.Of(("Status", "NEW")),
        "WorkflowState" => "NEW",
        _ => null,
    };

    private static string? FaultIn(OperationContext context, JsonObject finding) =>
        !Arn.TryParse(finding.String("ProductArn"), out var product) || product.Service != "securityhub"
            || !product.Resource.StartsWith("product/", StringComparison.Ordinal) || product.Region != context.Scope.Region
            ? $"The product ARN {finding.String("ProductArn")} is not valid in {context.Scope.Region}."
        : finding.String("AwsAccountId") != context.Scope.Account ? $"AwsAccountId {finding.String("AwsAccountId")} is not the account of the caller."
        : finding.Object("Severity") is null && finding.Object("FindingProviderFields")?.Object("Severity") is null
            ? "Finding does not adhere to Amazon Finding Format. data should have a severity."
        : Times.FirstOrDefault(member => Time(finding, member) is null) is { } bad
            ? $"Finding does not adhere to Amazon Finding Format. data.{bad} should be a date and time in UTC."
        : null;

    private static DateTimeOffset? Time(JsonObject finding, string member) => DateTimeOffset.TryParse(
        finding.String(member), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
