using Quell.Aws.Operations;

namespace Quell.Connections;

/// <summary>The operations of EventBridge's connections.</summary>
internal static class ConnectionOperations
{
    private const string Service = "events";

    public static OperationTable AddConnections(this OperationTable table, ConnectionChanging changing) => table
        .Add(Service, "CreateConnection", changing.Create)
        .Add(Service, "UpdateConnection", changing.Update)
        .Add(Service, "DeauthorizeConnection", ConnectionChanging.Deauthorize)
        .Add(Service, "DeleteConnection", ConnectionChanging.Delete)
        .Add(Service, "DescribeConnection", ConnectionListing.Describe)
        .Add(Service, "ListConnections", ConnectionListing.List);
}
