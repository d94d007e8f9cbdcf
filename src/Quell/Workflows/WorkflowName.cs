using System.Buffers;

namespace Quell.Workflows;

/// <summary>The names of state machines, executions and activities (developer guide, "Step Functions service quotas", general quotas; API Reference, CreateStateMachine).</summary>
internal static class WorkflowName
{
    public const int Longest = 80;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>{}[]?*\"#%\\^|~`$&,;:/");

    /// <summary>1 to 80 characters without white space, control characters, brackets, wildcards, special characters and what takes two UTF-16 units; others than ASCII's are allowed.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 1 and <= Longest && name.AsSpan().IndexOfAny(Forbidden) < 0
        && !name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || char.IsSurrogate(letter) || letter >= '\uFFFE');

    /// <exception cref="Aws.AwsException"><c>InvalidName</c>.</exception>
    public static void Check(string name)
    {
        if (!IsValid(name))
        {
            throw WorkflowErrors.InvalidName(name);
        }
    }
}
