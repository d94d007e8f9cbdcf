using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Events.Operations;

namespace Quell.Connections;

/// <summary>Shows connections, never their secrets.</summary>
internal static class ConnectionListing
{
    private static readonly string[] Listed =
    [
        "ConnectionArn", "Name", "ConnectionState", "StateReason", "AuthorizationType", "CreationTime", "LastModifiedTime", "LastAuthorizedTime",
    ];

    public static JsonObject Describe(OperationContext context) => Required(context).Without(Connection.Sealed);

    public static JsonObject List(OperationContext context)
    {
        var prefix = context.Input.String("NamePrefix") ?? "";
        var state = context.Input.String("ConnectionState");
        return Page.Of(
            context, "Connections",
            from connection in context.State.List(context.Scope, Connection.ResourceType)
            let name = connection.String("Name") ?? ""
            where name.StartsWith(prefix, StringComparison.Ordinal) && (state is null || connection.String("ConnectionState") == state)
            select (name, (JsonValue)JsonObject.From(
                from member in Listed
                where connection.Has(member)
                select KeyValuePair.Create(member, connection[member] ?? JsonValue.Null))));
    }

    /// <exception cref="Aws.AwsException"><c>ResourceNotFoundException</c>.</exception>
    public static JsonObject Required(OperationContext context)
    {
        var name = context.Input.String("Name") ?? "";
        return Connection.Find(context.State.Current, context.Scope, name)
            ?? throw EventErrors.NotFound($"Failed to describe the connection(s). Connection '{name}' does not exist.");
    }
}
