using Quell.Aws;
using Quell.Aws.Calls;

namespace Quell.Gate;

/// <summary>Where the gate sends a call that it lets through: what this process serves itself, or AWS.</summary>
internal interface ICloud
{
    /// <summary>
    /// Carries the call out and records what came of it. In this process that is one commit with the call's effects; towards
    /// AWS the intent is durable before anything is sent.
    /// </summary>
    /// <param name="change">What is recorded with it, in state <see cref="ChangeState.Intent"/>; null where nothing is.</param>
    /// <exception cref="AwsException">The service refused or failed.</exception>
    ValueTask<CallResult> Execute(Call call, Change? change, CancellationToken cancellationToken);
}
