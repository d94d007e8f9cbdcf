namespace Quell.Stacks;

/// <summary>Deploys template files for <c>quell up</c>.</summary>
internal static class StackDeployer
{
    /// <summary>The source address of the calls that begin its deployments; templates from files may be longer than those from the wire.</summary>
    public const string Source = "quell-up";
}
