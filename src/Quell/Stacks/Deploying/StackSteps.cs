using Microsoft.Extensions.Logging;
using Quell.Accounts;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Storage;

namespace Quell.Stacks.Deploying;

/// <summary>
/// The single steps of an operation on a stack. Each resource is first kept as being worked on, then worked on, then kept
/// with what came of it: what a crash leaves behind says where to go on.
/// </summary>
internal sealed class StackSteps(StackWorld world, ResourceKey key, CallMemory memory, CancellationToken cancellationToken)
{
    public Stack Stack => Stack.At(world.Store.Current, key)
        ?? throw new System.Diagnostics.UnreachableException($"Stack {key} has vanished.");

    public StackOperation Operation => Stack.Operation
        ?? throw new System.Diagnostics.UnreachableException($"Nothing is to be done to stack {key}.");

    public ResourceSet State => world.Store.Current;

    public StackResource? Resource(string logicalId) => Stack.Resource(State, logicalId);

    /// <summary>One durable step.</summary>
    public async Task Write(Action<StackWriting> write)
    {
        var (_, durable) = world.Store.Run(state =>
        {
            var edit = new ResourceEdit(state);
            write(new StackWriting(edit, Stack.At(state, key) ?? Stack, world.Time.GetUtcNow(), world.Seed));
            return new ResourceStep<bool>(edit, true);
        });
        await durable.ConfigureAwait(false);
    }

    /// <summary>Creates a resource, which may be the successor of another.</summary>
    /// <param name="wanted">With its properties as they are to be kept.</param>
    /// <param name="properties">The same with secrets put in.</param>
    public Task Create(StackResource wanted, JsonObject properties) => Work(
        wanted, "CREATE", StackAction.Create, properties, JsonObject.Empty, (type, work) => type.Create(work));

    /// <summary>Changes a resource.</summary>
    /// <param name="wanted">With its properties as they shall be kept.</param>
    /// <param name="properties">The same with secrets put in.</param>
    /// <param name="before">The properties as they are.</param>
    /// <param name="action">Told apart from other changes of the same operation: a roll-back's.</param>
    public Task Update(StackResource wanted, JsonObject properties, JsonObject before, string action = StackAction.Update) => Work(
        wanted, "UPDATE", action, properties, before, (type, work) => type.Update(work));

    /// <summary>Deletes what a kept resource (or a predecessor or successor of it) stands for. The caller keeps or removes the resource.</summary>
    /// <exception cref="StackFailure">It cannot be deleted.</exception>
    public async Task Delete(StackResource resource)
    {
        await Write(writing => writing.Tell(resource, StackStatus.DeleteInProgress)).ConfigureAwait(false);
        if (resource.PhysicalId is { Length: > 0 } physicalId)
        {
            var work = WorkOn(resource, $"{StackAction.Delete}-{resource.Generation}", resource.Properties, JsonObject.Empty);
            await Try(async () =>
            {
                await world.Types[resource.Type].Delete(work).ConfigureAwait(false);
                return new Deployed(physicalId);
            }).ConfigureAwait(false);
        }

        CrashPoint.Reach(CrashPoint.StackBetweenResources);
    }

    private async Task Work(
        StackResource wanted, string verb, string action, JsonObject properties, JsonObject before, Func<ResourceType, ResourceWork, Task<Deployed>> carryOut)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Write(writing => writing.Put(wanted, $"{verb}_IN_PROGRESS")).ConfigureAwait(false);
        var work = WorkOn(wanted, $"{action}-{wanted.Generation}", properties, before);
        try
        {
            var deployed = await Try(() => carryOut(world.Types[wanted.Type], work)).ConfigureAwait(false);
            await Write(writing => writing.Put(
                wanted.With(("PhysicalResourceId", deployed.PhysicalId), ("Attributes", deployed.Attributes)), $"{verb}_COMPLETE")).ConfigureAwait(false);
        }
        catch (StackFailure failure)
        {
            await Write(writing => writing.Put(
                wanted.With(("PhysicalResourceId", work.PhysicalId)), $"{verb}_FAILED", failure.Message)).ConfigureAwait(false);
            throw;
        }

        CrashPoint.Reach(CrashPoint.StackBetweenResources);
    }

    private ResourceWork WorkOn(StackResource resource, string step, JsonObject properties, JsonObject before)
    {
        var stack = Stack;
        var owner = $"{Operation.Id}/{step}/{resource.LogicalId}";
        var calls = new StackCalls(world, Operation, stack, owner, memory, cancellationToken);
        var names = new PhysicalNames(stack.Name, resource.LogicalId, world.Seed, $"{stack.Id}/{resource.LogicalId}/{resource.Generation}");
        return new(calls, names, properties)
        {
            Before = before,
            PhysicalId = resource.PhysicalId ?? "",
            Attributes = resource.Attributes,
        };
    }

    private async Task<Deployed> Try(Func<Task<Deployed>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (AwsException error)
        {
            throw new StackFailure($"{error.Message} (Error Code: {error.Code}, Status Code: {error.Status})");
        }
#pragma warning disable CA1031 // A bug in one resource type must end its stack's operation with a reason, not leave it half done.
        catch (Exception fault) when (fault is not (OperationCanceledException or JournalException or StackFailure))
#pragma warning restore CA1031
        {
            world.Log.LogError(fault, "A resource type failed");
            throw new StackFailure($"Internal failure: {fault.Message}");
        }
    }
}
