namespace Quell.Stacks.Deploying;

/// <summary>A resource, or the stack as a whole, could not be brought to where it should be.</summary>
/// <param name="reason">For the stack's events.</param>
internal sealed class StackFailure(string reason) : Exception(reason);
