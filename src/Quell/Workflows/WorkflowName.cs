using System.Buffers;

namespace Quell.Workflows;

/// <summary>The names of state machines, executions and activities (developer guide, "Step Functions service quotas", general quotas).</summary>
internal static class WorkflowName
{
    public const int Longest = 80;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>{}[]?*\"#%\\^|~`$&,;:/");

    /// <summary>1 to 80 characters without white space, control characters, brackets, wildcards and special characters; others than ASCII's are allowed.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 1 and <= Longest && name.AsSpan().IndexOfAny(Forbidden) < 0
        && !name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));

    /// <exception cref="Aws.AwsException"><c>InvalidName</c>.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name))
        {
            throw WorkflowErrors.InvalidName(name);
        }
    }
}
