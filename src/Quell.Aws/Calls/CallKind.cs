using System.Collections.Frozen;
using Quell.Aws.Models;

namespace Quell.Aws.Calls;

/// <summary>
/// Tells reads from changes. A call is a read when the service's model marks it, when its verb says so, or when the short
/// list below names it; whatever is not known to be a read is a change.
/// </summary>
internal static class CallKind
{
    private static readonly string[] ReadVerbs =
    [
        "Get", "List", "Describe", "Head", "Lookup", "BatchGet", "BatchDescribe", "Query", "Scan", "Search", "Select", "Validate",
        "Simulate", "Estimate", "Preview", "Check", "Decode",
    ];

    /// <summary>Reads whose verb does not say so, as CloudTrail marks them.</summary>
    private static readonly FrozenSet<(string, string)> Reads = FrozenSet.ToFrozenSet(
    [
        ("sts", "AssumeRole"), ("sts", "AssumeRoleWithSAML"), ("sts", "AssumeRoleWithWebIdentity"),
        ("kms", "Decrypt"), ("kms", "Encrypt"), ("kms", "ReEncrypt"), ("kms", "GenerateDataKey"), ("kms", "Verify"),
        ("kms", "GenerateDataKeyWithoutPlaintext"), ("kms", "GenerateRandom"), ("kms", "Sign"),
        ("events", "TestEventPattern"), ("logs", "FilterLogEvents"), ("logs", "TestMetricFilter"), ("dynamodb", "TransactGetItems"),
    ]);

    /// <summary>Changes that a read's verb or mark hides.</summary>
    private static readonly FrozenSet<(string, string)> Changes = FrozenSet.ToFrozenSet(
    [
        ("cognito-identity", "GetId"), ("ssm", "GetDeployablePatchSnapshotForInstance"),
        ("sdb", "Select"), ("timestream-query", "Query"),
    ]);

    /// <param name="service">The service by its botocore name.</param>
    /// <param name="operation">The operation's model.</param>
    public static bool IsRead(string service, OperationModel operation) => IsRead(service, operation.Name, operation.IsReadOnly);

    /// <inheritdoc cref="IsRead(string, OperationModel)"/>
    /// <param name="service">The service by its botocore name.</param>
    /// <param name="operation">The operation by its model name.</param>
    /// <param name="isMarked">Whether the model marks it as read-only.</param>
    public static bool IsRead(string service, string operation, bool isMarked = false) =>
        !Changes.Contains((service, operation))
        && (isMarked || Reads.Contains((service, operation)) || ReadVerbs.Any(verb => Begins(operation, verb)));

    private static bool Begins(string operation, string verb) =>
        operation.Length > verb.Length && operation.StartsWith(verb, StringComparison.Ordinal) && char.IsUpper(operation[verb.Length])
        || operation == verb;
}
