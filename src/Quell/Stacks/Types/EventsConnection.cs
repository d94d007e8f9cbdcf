using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class EventsConnection() : ResourceType(
    "AWS::Events::Connection",
    new PropertySchema(
        ("Name", Text.CreateOnly()),
        ("Description", Text),
        ("AuthorizationType", Text),
        ("AuthParameters", Object(
            ("ApiKeyAuthParameters", Object(("ApiKeyName", Text.Required()), ("ApiKeyValue", Text.Required()))),
            ("BasicAuthParameters", Object(("Username", Text.Required()), ("Password", Text.Required()))),
            ("OAuthParameters", Object(
                ("AuthorizationEndpoint", Text.Required()),
                ("HttpMethod", Text.Required()),
                ("ClientParameters", Object(("ClientID", Text.Required()), ("ClientSecret", Text.Required()))),
                ("OAuthHttpParameters", HttpParameters))),
            ("InvocationHttpParameters", HttpParameters)))),
    "Arn", "ArnForPolicy", "SecretArn")
{
    private static PropertyType HttpParameters => Object(
        ("HeaderParameters", Parameters), ("QueryStringParameters", Parameters), ("BodyParameters", Parameters));

    private static PropertyType Parameters => ListOf(Object(("Key", Text.Required()), ("Value", Text.Required()), ("IsValueSecret", PropertyType.Boolean)));

    public override string NameProperty => "Name";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var name = work.Properties.String("Name") ?? work.Name();
        await work.Call("events", "CreateConnection", Settings(work).With("Name", name)).ConfigureAwait(false);
        work.PhysicalId = name;
        return await Read(work, name).ConfigureAwait(false);
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("events", "UpdateConnection", Settings(work).With("Name", work.PhysicalId)).ConfigureAwait(false);
        return await Read(work, work.PhysicalId).ConfigureAwait(false);
    }

    public override Task Delete(ResourceWork work) => work.Remove("events", "DeleteConnection", ("Name", work.PhysicalId));

    private static Engine.Json.JsonObject Settings(ResourceWork work) => work.Pick("Description", "AuthorizationType", "AuthParameters");

    /// <summary>The resource, once its credentials have been tried.</summary>
    private static async Task<Deployed> Read(ResourceWork work, string name)
    {
        var connection = Engine.Json.JsonObject.Empty;
        await work.Until(async () =>
        {
            connection = await work.Call("events", "DescribeConnection", ("Name", name)).ConfigureAwait(false);
            return connection.String("ConnectionState") != Connections.Connection.Authorizing;
        }).ConfigureAwait(false);
        var arn = connection.String("ConnectionArn") ?? "";
        return new(name, ("Arn", arn), ("ArnForPolicy", arn[..arn.LastIndexOf('/')]), ("SecretArn", connection["SecretArn"]));
    }
}
