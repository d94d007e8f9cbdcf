using Quell.Engine.Resources;

namespace Quell.Stacks.Deploying;

/// <summary>
/// Brings one operation on a stack to its end, phase by phase; the phase is kept with the stack, so that after a crash the
/// next start begins at the phase that was interrupted.
/// </summary>
internal sealed class StackDeployment
{
    private readonly StackSteps _steps;
    private readonly StackWorld _world;
    private readonly CancellationToken _cancellationToken;

    public StackDeployment(StackWorld world, ResourceKey key, bool isResumed, CancellationToken cancellationToken)
    {
        (_world, _cancellationToken) = (world, cancellationToken);
        var stack = Stack.At(world.Store.Current, key);
        var memory = isResumed && stack?.Operation is { } operation ? CallMemory.Read(world.Journal, stack.Id, operation.Started) : CallMemory.None;
        _steps = new(world, key, memory, cancellationToken);
    }

    public async Task Run()
    {
        while (_steps.Stack.Operation is { } operation)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            await (operation.Phase switch
            {
                StackPhase.Forward => Forward(operation),
                StackPhase.Cleanup => CleanUp(StackStatus.UpdateComplete),
                StackPhase.Rollback => RollBack(operation),
                StackPhase.RollbackCleanup => CleanUp(StackStatus.UpdateRollbackComplete),
                StackPhase.RollbackCreation => Delete(operation, StackStatus.RollbackComplete, StackStatus.RollbackFailed),
                StackPhase.Delete => Delete(operation, StackStatus.DeleteComplete, StackStatus.DeleteFailed),
                _ => throw new System.Diagnostics.UnreachableException(operation.Phase),
            }).ConfigureAwait(false);
        }
    }

    private async Task Forward(StackOperation operation)
    {
        try
        {
            await new ForwardDeployment(_world, _steps).Run(_cancellationToken).ConfigureAwait(false);
        }
        catch (StackFailure failure)
        {
            await _steps.Write(writing => Fail(writing, operation, failure.Message)).ConfigureAwait(false);
        }
    }

    private static void Fail(StackWriting writing, StackOperation operation, string reason)
    {
        var (phase, status, told) = operation switch
        {
            { IsCreation: false } => (StackPhase.Rollback, StackStatus.UpdateRollback, reason),
            { OnFailure: "DO_NOTHING" } => (null, StackStatus.CreateFailed, reason),
            { OnFailure: "DELETE" } => (StackPhase.Delete, StackStatus.DeleteInProgress, $"{reason} Delete requested by user."),
            _ => ((string?)StackPhase.RollbackCreation, StackStatus.RollbackInProgress, $"{reason} Rollback requested by user."),
        };
        writing.Put(writing.Stack.With(("Operation", phase is null ? null : operation.In(phase).Value)));
        writing.Status(status, told);
    }

    /// <summary>Deletes everything, what depends on others first.</summary>
    private async Task Delete(StackOperation operation, string complete, string failed)
    {
        var retained = operation.RetainResources.ToHashSet(StringComparer.Ordinal);
        var failures = new List<string>();
        foreach (var resource in _steps.Stack.Resources(_steps.State).OrderByDescending(resource => resource.Order).ToList())
        {
            if (resource.Status == StackStatus.DeleteComplete || resource.Status == StackStatus.DeleteSkipped && resource.Touched == operation.Id)
            {
                continue;
            }

            var touched = resource.With(("Touched", operation.Id));
            if (retained.Contains(resource.LogicalId) || IsRetained(resource, operation))
            {
                await _steps.Write(writing => writing.Put(touched, StackStatus.DeleteSkipped)).ConfigureAwait(false);
                continue;
            }

            try
            {
                foreach (var leftover in new[] { resource.Discarded, resource.Action == StackAction.Replace ? resource.Before : null, resource }.OfType<StackResource>())
                {
                    await _steps.Delete(leftover).ConfigureAwait(false);
                }

                await _steps.Write(writing => writing.Put(touched.With(("Before", null), ("Discarded", null)), StackStatus.DeleteComplete)).ConfigureAwait(false);
            }
            catch (StackFailure failure)
            {
                failures.Add(resource.LogicalId);
                await _steps.Write(writing => writing.Put(touched, StackStatus.DeleteFailed, failure.Message)).ConfigureAwait(false);
            }
        }

        await _steps.Write(writing =>
        {
            var now = complete == StackStatus.DeleteComplete && failures.Count == 0 ? writing.Now : null;
            var reason = failures.Count == 0 ? null : $"The following resource(s) failed to delete: [{string.Join(", ", failures)}]. ";
            writing.Put(writing.Stack.With(("DeletionTime", now is null ? null : (Engine.Json.JsonValue)now)));
            writing.Status(failures.Count == 0 ? complete : failed, reason);
            writing.Put(writing.Stack.With(("Operation", null)));
        }).ConfigureAwait(false);
    }

    private static bool IsRetained(StackResource resource, StackOperation operation) =>
        resource.DeletionPolicy == "Retain" || resource.DeletionPolicy == "RetainExceptOnCreate" && !operation.IsCreation;

    /// <summary>Deletes what an update, or its roll-back, left over: removed resources, and the predecessors of replaced ones.</summary>
    private async Task CleanUp(string complete)
    {
        foreach (var resource in _steps.Stack.Resources(_steps.State).OrderByDescending(resource => resource.Order).ToList())
        {
            if (resource.IsObsolete)
            {
                await CleanUp(resource, resource.DeletionPolicy).ConfigureAwait(false);
                await _steps.Write(writing => writing.Remove(resource)).ConfigureAwait(false);
                continue;
            }

            var leftover = resource.Discarded ?? (resource.Action == StackAction.Replace ? resource.Before : null);
            if (leftover is not null && leftover.PhysicalId != resource.PhysicalId)
            {
                await CleanUp(leftover, resource.Discarded is null ? leftover.ReplacePolicy : "Delete").ConfigureAwait(false);
            }

            if (resource.Value.Has("Before") || leftover is not null)
            {
                await _steps.Write(writing => writing.Keep(resource.With(("Before", null), ("Discarded", null), ("Action", null)))).ConfigureAwait(false);
            }
        }

        await _steps.Write(writing =>
        {
            writing.Status(complete);
            writing.Put(writing.Stack.With(("Operation", null)));
        }).ConfigureAwait(false);
    }

    /// <summary>As on AWS, a failure to clean up is told and does not undo the update.</summary>
    private async Task CleanUp(StackResource leftover, string policy)
    {
        if (policy == "Retain")
        {
            await _steps.Write(writing => writing.Tell(leftover, StackStatus.DeleteSkipped)).ConfigureAwait(false);
            return;
        }

        try
        {
            await _steps.Delete(leftover).ConfigureAwait(false);
            await _steps.Write(writing => writing.Tell(leftover, StackStatus.DeleteComplete)).ConfigureAwait(false);
        }
        catch (StackFailure failure)
        {
            await _steps.Write(writing => writing.Tell(leftover, StackStatus.DeleteFailed, failure.Message)).ConfigureAwait(false);
        }
    }

    /// <summary>Puts every resource that the failed update touched back to what it was.</summary>
    private async Task RollBack(StackOperation operation)
    {
        var failures = new List<string>();
        foreach (var resource in _steps.Stack.Resources(_steps.State).Where(resource => resource.Touched == operation.Id).OrderBy(resource => resource.Order).ToList())
        {
            try
            {
                await Restore(resource).ConfigureAwait(false);
            }
            catch (StackFailure)
            {
                failures.Add(resource.LogicalId);
            }
        }

        await _steps.Write(writing =>
        {
            var failed = failures.Count > 0;
            writing.Put(writing.Stack.With(("Operation", failed ? null : operation.In(StackPhase.RollbackCleanup).Value)));
            writing.Status(
                failed ? StackStatus.UpdateRollbackFailed : StackStatus.UpdateRollbackCleanup,
                failed ? $"The following resource(s) failed to update: [{string.Join(", ", failures)}]. " : null);
        }).ConfigureAwait(false);
    }

    private async Task Restore(StackResource resource)
    {
        if (resource.Before is not { } before)
        {
            if (resource.Action == StackAction.Create && !resource.IsObsolete)
            {
                await _steps.Write(writing => writing.Keep(resource.With(("IsObsolete", true)))).ConfigureAwait(false);
            }

            return;
        }

        if (resource.Action == StackAction.Replace)
        {
            await _steps.Write(writing => writing.Put(
                before.With(("Touched", resource.Touched), ("Discarded", resource.Value.Without("Before"))), StackStatus.UpdateComplete)).ConfigureAwait(false);
            return;
        }

        // While it is put back it is kept with the properties that the update gave it, so that a crash here does not hide them.
        var given = resource.Value.Object("Given") ?? resource.Properties;
        var restored = before.With(("Touched", resource.Touched), ("Before", before.Value), ("Action", StackAction.Update), ("Given", given));
        await _steps.Update(restored, before.Properties, given, "Restore").ConfigureAwait(false);
        await _steps.Write(writing => writing.Keep(restored.With(("Before", null), ("Given", null), ("ResourceStatus", StackStatus.UpdateComplete)))).ConfigureAwait(false);
    }
}
