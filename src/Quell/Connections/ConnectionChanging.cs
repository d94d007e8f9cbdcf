using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Events.Operations;
using Quell.Secrets;

namespace Quell.Connections;

/// <summary>Creates, changes, deauthorizes and deletes connections (API reference, CreateConnection and its kin).</summary>
internal sealed class ConnectionChanging(SecretBox secrets, EndpointPolicy endpoints)
{
    /// <summary>Connections of an account and region (user guide, "EventBridge quotas").</summary>
    private const int MaxConnections = 3_000;

    public JsonObject Create(OperationContext context)
    {
        RefuseUnserved(context.Input);
        var name = context.Input.String("Name") ?? "";
        if (Connection.Find(context.State.Current, context.Scope, name) is not null)
        {
            throw EventErrors.Exists($"Connection {name} already exists.");
        }

        if (context.State.List(context.Scope, Connection.ResourceType).Count() >= MaxConnections)
        {
            throw EventErrors.LimitExceeded("The requested resource exceeds the maximum number allowed.");
        }

        var ids = context.Transaction.Ids;
        var secret = $"secret:events!connection/{name}/{ids.Uuid()}-{ids.Hex(6)}";
        var connection = JsonObject.Of(
            ("ConnectionArn", Connection.NewArn(context.Scope, name, ids.Uuid())),
            ("Name", name),
            ("Description", context.Input["Description"]),
            ("AuthorizationType", context.Input["AuthorizationType"]),
            ("SecretArn", context.Scope.Arn("secretsmanager", secret).ToString()),
            ("CreationTime", context.NowText));
        return Answer(Save(context, connection, context.Input.Object("AuthParameters") ?? JsonObject.Empty), "CreationTime", "LastModifiedTime");
    }

    /// <summary>What is not given stays. Of another authorization type, its parameters must be given.</summary>
    public JsonObject Update(OperationContext context)
    {
        RefuseUnserved(context.Input);
        var connection = ConnectionListing.Required(context);
        var type = context.Input.String("AuthorizationType") ?? connection.String("AuthorizationType");
        var kept = connection.String(Connection.Sealed) is { } text
            ? (JsonObject)JsonValue.Parse(secrets.Open(text, connection.String("ConnectionArn") ?? ""))
            : JsonObject.Empty;
        var parameters = ConnectionParameters.Merge(
            kept, context.Input.Object("AuthParameters") ?? JsonObject.Empty, type == connection.String("AuthorizationType"));
        var changed = connection
            .With("Description", context.Input["Description"] ?? connection["Description"])
            .With("AuthorizationType", type);
        return Answer(Save(context, changed, parameters), "CreationTime", "LastModifiedTime", "LastAuthorizedTime");
    }

    /// <summary>Removes the authorization parameters; what uses the connection is not sent until it has new ones.</summary>
    public static JsonObject Deauthorize(OperationContext context)
    {
        var connection = ConnectionListing.Required(context)
            .Without(Connection.Sealed)
            .Without("AuthParameters")
            .With("ConnectionState", Connection.Deauthorized)
            .With("LastModifiedTime", context.NowText);
        Put(context, connection);
        return Answer(connection.With("ConnectionState", "DEAUTHORIZING"), "CreationTime", "LastModifiedTime", "LastAuthorizedTime");
    }

    public static JsonObject Delete(OperationContext context)
    {
        var connection = ConnectionListing.Required(context);
        context.State.Delete(context.Scope, Connection.ResourceType, connection.String("Name") ?? "");
        Touch(context, connection);
        return Answer(connection.With("ConnectionState", "DELETING"), "CreationTime", "LastModifiedTime", "LastAuthorizedTime");
    }

    private JsonObject Save(OperationContext context, JsonObject connection, JsonObject parameters)
    {
        var type = connection.String("AuthorizationType");
        ConnectionParameters.Check(type, parameters, endpoints);

        // The client's credentials are tried after the commit; the others have nobody to ask.
        var isKnown = type != Connection.OAuth;
        var changed = connection
            .With("ConnectionState", isKnown ? Connection.Authorized : Connection.Authorizing)
            .Without("StateReason")
            .With("AuthParameters", ConnectionParameters.Shown(parameters))
            .With("LastModifiedTime", context.NowText)
            .With("LastAuthorizedTime", isKnown ? context.NowText : connection["LastAuthorizedTime"])
            .With(Connection.Sealed, secrets.Seal(parameters.ToString(), connection.String("ConnectionArn") ?? ""));
        Put(context, changed);
        return changed;
    }

    private static void Put(OperationContext context, JsonObject connection)
    {
        context.State.Put(context.Scope, Connection.ResourceType, connection.String("Name") ?? "", connection);
        Touch(context, connection);
    }

    private static void Touch(OperationContext context, JsonObject connection) =>
        context.Touches(connection.String("ConnectionArn") ?? "", "AWS::Events::Connection");

    private static JsonObject Answer(JsonObject connection, params ReadOnlySpan<string> times)
    {
        var answer = JsonObject.Of(("ConnectionArn", connection["ConnectionArn"]), ("ConnectionState", connection["ConnectionState"]));
        foreach (var time in times)
        {
            answer = answer.With(time, connection[time]);
        }

        return answer;
    }

    // What would be taken and then not happen is refused.
    private static void RefuseUnserved(JsonObject input)
    {
        foreach (var member in (ReadOnlySpan<string>)["KmsKeyIdentifier", "InvocationConnectivityParameters"])
        {
            if (input.Has(member))
            {
                throw EventErrors.Validation($"Quell does not support {member} of a connection.");
            }
        }
    }
}
