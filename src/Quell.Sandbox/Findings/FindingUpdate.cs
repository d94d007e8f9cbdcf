using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>
/// BatchUpdateFindings: what the customer says of findings. Their <c>UpdatedAt</c> stays: it is the product's (Security Hub
/// User Guide, "BatchUpdateFindings for customers").
/// </summary>
internal static class FindingUpdate
{
    private static readonly string[] Replaced = ["Confidence", "Criticality", "RelatedFindings", "Types", "UserDefinedFields", "VerificationState", "Workflow"];

    public static JsonObject BatchUpdateFindings(OperationContext context)
    {
        SecurityHub.Required(context);
        var (processed, unprocessed) = (new List<JsonObject>(), new List<JsonObject>());
        foreach (var identifier in context.Input.Array("FindingIdentifiers").Objects)
        {
            if (Finding.Find(context, identifier) is not { } finding)
            {
                unprocessed.Add(JsonObject.Of(
                    ("FindingIdentifier", identifier), ("ErrorCode", "FindingNotFound"), ("ErrorMessage", "Finding Not Found")));
                continue;
            }

            Put(context, Updated(context, finding));
            processed.Add(identifier);
        }

        return JsonObject.Of(("ProcessedFindings", JsonArray.From(processed)), ("UnprocessedFindings", JsonArray.From(unprocessed)));
    }

    /// <summary>Keeps a finding; what the hub notes for itself does not show in its event.</summary>
    public static void Put(OperationContext context, JsonObject finding)
    {
        Finding.Put(context, finding.Without(FindingImport.SetByCustomer));
        context.State.Put(context.Scope, Finding.ResourceType, Finding.KeyOf(finding), finding);
    }

    private static JsonObject Updated(OperationContext context, JsonObject finding)
    {
        var input = context.Input;
        var updated = Replaced.Where(input.Has).Aggregate(finding, (value, member) => value.With(member, input[member]));
        updated = input.Object("Note") is { } note ? updated.With("Note", note.With("UpdatedAt", context.NowText)) : updated;
        updated = input.Object("Severity") is { } severity
            ? updated.With("Severity", FindingSeverity.Whole((finding.Object("Severity") ?? JsonObject.Empty).Without("Normalized").Merge(severity)))
            : updated;
        var set = finding.Array(FindingImport.SetByCustomer).Strings.Union(input.Names.Where(member => member != "FindingIdentifiers"));
        return updated.With(FindingImport.SetByCustomer, JsonArray.From(set));
    }
}
