using Quell.Aws.Operations;

namespace Quell.Stacks.Api;

/// <summary>The <c>cloudformation</c> API.</summary>
internal static class StackOperations
{
    private const string Service = "cloudformation";

    /// <param name="table">Where the operations go.</param>
    /// <param name="types">The resource types there are.</param>
    /// <param name="seed">Seeds every id.</param>
    public static OperationTable AddStacks(this OperationTable table, ResourceTypes types, string seed)
    {
        var changing = new StackChanging(types, seed);
        var templates = new TemplateReading(types);
        var changeSets = new ChangeSets(types, changing, seed);
        return table
            .Add(Service, "CreateStack", changing.Create)
            .Add(Service, "UpdateStack", changing.Update)
            .Add(Service, "DeleteStack", changing.Delete)
            .Add(Service, "UpdateTerminationProtection", changing.UpdateTerminationProtection)
            .Add(Service, "DescribeStacks", StackReading.Describe)
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
}
