using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Stacks.Deploying;

namespace Quell.Stacks.Api;

/// <summary>The <c>cloudformation</c> API.</summary>
internal static class StackOperations
{
    private const string Service = "cloudformation";

    /// <summary>
    /// How long DescribeStacks waits for the end of what is being done to the stack that it is asked for. The clients' waiters
    /// ask at once and then every 30 seconds, so that without it a deployment of one second takes half a minute.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="table">Where the operations go.</param>
    /// <param name="world">What stacks live in.</param>
    /// <param name="runner">Carries deployments out.</param>
    public static OperationTable AddStacks(this OperationTable table, StackWorld world, StackRunner runner)
    {
        var (types, seed) = (world.Types, world.Seed);
        var changing = new StackChanging(types, seed);
        var templates = new TemplateReading(types);
        var changeSets = new ChangeSets(types, changing, seed);
        return table
            .Add(Service, "CreateStack", changing.Create)
            .Add(Service, "UpdateStack", changing.Update)
            .Add(Service, "DeleteStack", changing.Delete)
            .Add(Service, "UpdateTerminationProtection", changing.UpdateTerminationProtection)
            .Add(Service, "DescribeStacks", (call, cancellationToken) => Describe(world, runner, call, cancellationToken))
            .Add(Service, "ListStacks", StackReading.List)
            .Add(Service, "DescribeStackEvents", StackReading.Events)
            .Add(Service, "DescribeStackResource", StackReading.Resource)
            .Add(Service, "DescribeStackResources", StackReading.Resources)
            .Add(Service, "ListStackResources", StackReading.ListResources)
            .Add(Service, "ListExports", StackReading.ListExports)
            .Add(Service, "ListImports", StackReading.ListImports)
            .Add(Service, "GetTemplate", TemplateReading.Get)
            .Add(Service, "GetTemplateSummary", templates.Summarize)
            .Add(Service, "ValidateTemplate", templates.Validate)
            .Add(Service, "CreateChangeSet", changeSets.Create)
            .Add(Service, "DescribeChangeSet", ChangeSets.Describe)
            .Add(Service, "ListChangeSets", ChangeSets.List)
            .Add(Service, "DeleteChangeSet", ChangeSets.Delete)
            .Add(Service, "ExecuteChangeSet", changeSets.Execute);
    }

    private static async ValueTask<CallResult> Describe(StackWorld world, StackRunner runner, Call call, CancellationToken cancellationToken)
    {
        if (Stack.Find(world.Store.Current, call.Scope, call.Input.String("StackName")) is { Operation: not null } stack)
        {
            try
            {
                await runner.Idle(stack.Key, cancellationToken).WaitAsync(Patience, world.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // It takes longer: then the answer is that it is in progress.
            }
        }

        var step = TransactionalStep.Run(StackReading.Describe, world.Store.Current, call, new IdSource(world.Seed, call.RequestId));
        return step.Result ?? throw step.Error ?? (Exception)new System.Diagnostics.UnreachableException();
    }
}
