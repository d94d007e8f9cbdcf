using Quell.Aws.Operations;
using Quell.Functions.Runtimes;

namespace Quell.Functions;

/// <summary>The operations of Lambda.</summary>
internal static class FunctionOperations
{
    private const string Service = "lambda";

    public static OperationTable AddFunctions(this OperationTable table, FunctionHost host, FunctionRunner runner)
    {
        var creation = new FunctionCreation(host.Codes, host.Objects);
        var invocation = new FunctionInvocation(host, runner);
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
            .Add(Service, "Invoke", invocation.Invoke);
    }
}
