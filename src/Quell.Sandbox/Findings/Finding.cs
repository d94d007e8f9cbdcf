using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>
/// A finding in AWS's format: a resource under the product that found it and its id there (Security Hub User Guide, "AWS
/// Security Finding Format (ASFF)").
/// </summary>
internal static class Finding
{
    public const string ResourceType = "securityhub:finding";

    public static string KeyOf(JsonObject finding) => $"{finding.String("ProductArn")}/{finding.String("Id")}";

    public static JsonObject? Find(OperationContext context, JsonObject identifier) =>
        context.State.Get(context.Scope, ResourceType, KeyOf(identifier));

    /// <summary>Keeps the finding and tells it on the default bus, one event for each (same guide, "Types of Security Hub CSPM integration with EventBridge").</summary>
    public static void Put(OperationContext context, JsonObject finding)
    {
        context.State.Put(context.Scope, ResourceType, KeyOf(finding), finding);
        context.Transaction.Emit(
            context.Scope, "aws.securityhub", "Security Hub Findings - Imported", [KeyOf(finding)],
            JsonObject.Of(("findings", new JsonArray([finding]))));
    }
}
