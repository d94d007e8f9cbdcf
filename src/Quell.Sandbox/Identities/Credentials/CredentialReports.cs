using System.Globalization;
using System.Text;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>
/// The list of all users and the state of their credentials, as it was when it was asked for (IAM User Guide, "Generate
/// credential reports for your AWS account"). It takes two seconds and is kept for four hours.
/// </summary>
internal static class CredentialReports
{
    private const string ResourceType = "iam:credential-report";
    private const string Id = "account";
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(4);

    public static JsonObject GenerateCredentialReport(OperationContext context)
    {
        if (Find(context) is { } report && context.Now - TimeOf(report) < Kept)
        {
            return JsonObject.Of(("State", IsReady(context, report) ? "COMPLETE" : "INPROGRESS"));
        }

        var isFirst = Find(context) is null;
        context.State.Put(context.Scope.Global, ResourceType, Id, JsonObject.Of(
            ("Started", context.Now.ToString("O", CultureInfo.InvariantCulture)),
            ("Content", Convert.ToBase64String(Encoding.UTF8.GetBytes(CredentialRow.Report(context)))),
            ("GeneratedTime", context.NowText)));
        return JsonObject.Of(
            ("State", "STARTED"),
            ("Description", isFirst ? (JsonValue)"No report exists. Starting a new report generation task" : null));
    }

    public static JsonObject GetCredentialReport(OperationContext context)
    {
        var report = Find(context) ?? throw new AwsException(
            "ReportNotPresent", "Report does not exist. Use GenerateCredentialReport to generate a new report.", 410);
        if (context.Now - TimeOf(report) >= Kept)
        {
            throw new AwsException("ReportExpired", "Report has expired. Use GenerateCredentialReport to generate a new report.", 410);
        }

        return IsReady(context, report)
            ? report.Without("Started").With("ReportFormat", "text/csv")
            : throw new AwsException("ReportInProgress", "Report is being generated.", 404);
    }

    private static bool IsReady(OperationContext context, JsonObject report) => context.Now - TimeOf(report) >= Takes;

    private static DateTimeOffset TimeOf(JsonObject report) =>
        DateTimeOffset.Parse(report.String("Started") ?? "", CultureInfo.InvariantCulture);

    private static JsonObject? Find(OperationContext context) => context.State.Get(context.Scope.Global, ResourceType, Id);
}
