using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Aws.Calls;
using Quell.Stacks.Deploying;
using Quell.Storage;

namespace Quell.Stacks;

/// <summary>What stacks live in: the account's state and journal, the gate, the clock.</summary>
/// <param name="Store">Where stacks are kept, as resources of their account.</param>
/// <param name="Journal">Where the calls of an interrupted operation are found again.</param>
/// <param name="Pass">The gate.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">For what nobody is told otherwise.</param>
internal sealed record StackWorld(ResourceStore Store, Journal Journal, CallPass Pass, TimeProvider Time, ILogger Log)
{
    /// <summary>Seeds every id; the same for the life of the data folder.</summary>
    public required string Seed { get; init; }

    /// <summary>Opens the payload that a call answered with.</summary>
    public required Func<IReadOnlyList<BlobSlice>, Stream> Payload { get; init; }

    public ResourceTypes Types { get; init; } = ResourceTypes.All;
}
