using Quell.Aws.Operations;

namespace Quell.Functions;

/// <summary>The operations of Lambda.</summary>
internal static class FunctionOperations
{
    private const string Service = "lambda";

    public static OperationTable AddFunctions(this OperationTable table, FunctionEngine engine)
    {
        var host = engine.Host;
        var creation = new FunctionCreation(host.Codes, host.Objects);
        var invocation = new FunctionInvocation(host, engine.Awaited, engine.Queue);
        return table
            .Add(Service, "CreateFunction", creation.CreateFunction)
            .Add(Service, "UpdateFunctionCode", creation.UpdateFunctionCode)
            .Add(Service, "UpdateFunctionConfiguration", FunctionCreation.UpdateFunctionConfiguration)
            .Add(Service, "DeleteFunction", FunctionCreation.DeleteFunction)
            .Add(Service, "GetFunction", new FunctionReading(host.Codes).GetFunction)
            .Add(Service, "GetFunctionConfiguration", FunctionReading.GetFunctionConfiguration)
            .Add(Service, "ListFunctions", FunctionReading.ListFunctions)
            .Add(Service, "PublishVersion", FunctionVersions.PublishVersion)
            .Add(Service, "ListVersionsByFunction", FunctionVersions.ListVersionsByFunction)
            .Add(Service, "CreateAlias", FunctionAliases.CreateAlias)
            .Add(Service, "UpdateAlias", FunctionAliases.UpdateAlias)
            .Add(Service, "GetAlias", FunctionAliases.GetAlias)
            .Add(Service, "DeleteAlias", FunctionAliases.DeleteAlias)
            .Add(Service, "ListAliases", FunctionAliases.ListAliases)
            .Add(Service, "AddPermission", FunctionPermissions.AddPermission)
            .Add(Service, "RemovePermission", FunctionPermissions.RemovePermission)
            .Add(Service, "GetPolicy", FunctionPermissions.GetPolicy)
            .Add(Service, "PutFunctionConcurrency", FunctionConcurrency.PutFunctionConcurrency)
            .Add(Service, "GetFunctionConcurrency", FunctionConcurrency.GetFunctionConcurrency)
            .Add(Service, "DeleteFunctionConcurrency", FunctionConcurrency.DeleteFunctionConcurrency)
            .Add(Service, "PutFunctionEventInvokeConfig", EventInvokeConfigs.PutFunctionEventInvokeConfig)
            .Add(Service, "UpdateFunctionEventInvokeConfig", EventInvokeConfigs.UpdateFunctionEventInvokeConfig)
            .Add(Service, "GetFunctionEventInvokeConfig", EventInvokeConfigs.GetFunctionEventInvokeConfig)
            .Add(Service, "DeleteFunctionEventInvokeConfig", EventInvokeConfigs.DeleteFunctionEventInvokeConfig)
            .Add(Service, "ListFunctionEventInvokeConfigs", EventInvokeConfigs.ListFunctionEventInvokeConfigs)
            .Add(Service, "CreateEventSourceMapping", EventSourceMappings.CreateEventSourceMapping)
            .Add(Service, "UpdateEventSourceMapping", EventSourceMappings.UpdateEventSourceMapping)
            .Add(Service, "GetEventSourceMapping", EventSourceMappings.GetEventSourceMapping)
            .Add(Service, "DeleteEventSourceMapping", EventSourceMappings.DeleteEventSourceMapping)
            .Add(Service, "ListEventSourceMappings", EventSourceMappings.ListEventSourceMappings)
            .Add(Service, "TagResource", FunctionTags.TagResource)
            .Add(Service, "UntagResource", FunctionTags.UntagResource)
            .Add(Service, "ListTags", FunctionTags.ListTags)
            .Add(Service, "Invoke", invocation.Invoke);
    }
}
