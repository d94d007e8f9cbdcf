using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>What the parameter store tells on the default bus (Systems Manager User Guide, "Amazon EventBridge event examples for Systems Manager"). Never a value.</summary>
internal static class ParameterEvents
{
    /// <param name="operation"><c>Create</c>, <c>Update</c>, <c>Delete</c> or <c>LabelParameterVersion</c>.</param>
    public static void Changed(Transaction transaction, Scope scope, JsonObject parameter, string operation) =>
        Emit(transaction, scope, parameter, "Parameter Store Change", JsonObject.Of(
            ("operation", operation), ("name", parameter["Name"]), ("type", parameter["Type"]), ("description", parameter["Description"])));

    /// <param name="policy">As DescribeParameters shows it: <c>PolicyText</c>, <c>PolicyType</c>.</param>
    public static void Acted(Transaction transaction, Scope scope, JsonObject parameter, JsonObject policy) =>
        Emit(transaction, scope, parameter, "Parameter Store Policy Action", JsonObject.Of(
            ("parameter-name", parameter["Name"]),
            ("parameter-type", parameter["Type"]),
            ("policy-type", policy["PolicyType"]),
            ("policy-content", policy["PolicyText"]),
            ("action-status", "SUCCESS")));

    private static void Emit(Transaction transaction, Scope scope, JsonObject parameter, string detailType, JsonObject detail) =>
        transaction.Emit(scope, "aws.ssm", detailType, [parameter["ARN"] ?? ""], detail);
}
