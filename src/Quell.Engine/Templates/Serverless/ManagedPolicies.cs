using System.Collections.Frozen;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The paths of AWS's managed policies, which SAM takes by their names alone (AWS Managed Policy Reference Guide). Those that
/// are not listed in <c>ManagedPolicies.txt</c> have no path.
/// </summary>
internal static class ManagedPolicies
{
    private static readonly Lazy<FrozenDictionary<string, string>> Paths = new(() => ServerlessData.Text("ManagedPolicies.txt")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(path => path[(path.LastIndexOf('/') + 1)..], StringComparer.Ordinal));

    /// <summary>What follows the partition in the ARN of the policy of that name: <c>iam::aws:policy/job-function/Billing</c>.</summary>
    public static string Resource(string name) => $"iam::aws:policy/{Paths.Value.GetValueOrDefault(name) ?? name}";
}
