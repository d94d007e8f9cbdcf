using Quell.Tests.Destinations;

namespace Quell.Tests.Connections;

public sealed class ConnectionOperationsTests : IAsyncLifetime
{
    private const string Basic = """{"BasicAuthParameters":{"Username":"ann","Password":"p4ssw0rd-s3cret"}}""";

    private DestinationHouse _house = null!;

    public async Task InitializeAsync() => _house = await DestinationHouse.Open();

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_connection_is_created_described_listed_changed_and_deleted()
    {
        var created = await _house.Call("CreateConnection", $$"""{"Name":"c-1","Description":"d","AuthorizationType":"BASIC","AuthParameters":{{Basic}}}""");
        created.String("ConnectionArn").ShouldNotBeNull().ShouldMatch("^arn:aws:events:us-east-1:000000000000:connection/c-1/[0-9a-f-]{36}$");
        created.String("ConnectionState").ShouldBe("AUTHORIZED");
        created.Names.ShouldBe(["ConnectionArn", "ConnectionState", "CreationTime", "LastModifiedTime"]);

        var described = await _house.Call("DescribeConnection", """{"Name":"c-1"}""");
        described.String("SecretArn").ShouldNotBeNull().ShouldMatch("^arn:aws:secretsmanager:us-east-1:000000000000:secret:events!connection/c-1/[0-9a-f-]{36}-[0-9a-f]{6}$");
        described.Object("AuthParameters")!.ToString().ShouldBe("""{"BasicAuthParameters":{"Username":"ann"}}""");
        described.Has("Sealed").ShouldBeFalse();

        var updated = await _house.Call("UpdateConnection", """{"Name":"c-1","AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":{"ApiKeyName":"X","ApiKeyValue":"y"}}}""");
        updated.String("ConnectionArn").ShouldBe(created.String("ConnectionArn"));
        described = await _house.Call("DescribeConnection", """{"Name":"c-1"}""");
        described.String("Description").ShouldBe("d");
        described.Object("AuthParameters")!.ToString().ShouldBe("""{"ApiKeyAuthParameters":{"ApiKeyName":"X"}}""");

        (await _house.Call("ListConnections", """{"NamePrefix":"c-"}""")).Array("Connections").Objects.Single().Has("AuthParameters").ShouldBeFalse();
        (await _house.Call("ListConnections", """{"ConnectionState":"DEAUTHORIZED"}""")).Array("Connections").Count.ShouldBe(0);
        (await _house.Call("DeauthorizeConnection", """{"Name":"c-1"}""")).String("ConnectionState").ShouldBe("DEAUTHORIZING");
        (await _house.Call("DescribeConnection", """{"Name":"c-1"}""")).String("ConnectionState").ShouldBe("DEAUTHORIZED");
        (await _house.Call("DeleteConnection", """{"Name":"c-1"}""")).String("ConnectionState").ShouldBe("DELETING");
        (await _house.Refused("DescribeConnection", """{"Name":"c-1"}""")).ShouldBe(
            ("ResourceNotFoundException", "Failed to describe the connection(s). Connection 'c-1' does not exist."));
    }

    [Theory]
    [InlineData("""{"Name":"c","AuthorizationType":"NONE","AuthParameters":{}}""", "Value 'NONE' at 'authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [BASIC, OAUTH_CLIENT_CREDENTIALS, API_KEY]")]
    [InlineData("""{"Name":"a b","AuthorizationType":"BASIC","AuthParameters":{}}""", "Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+")]
    [InlineData("""{"Name":"c","AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":{"ApiKeyName":"X","ApiKeyValue":"bad\u0001s3cret"}}}""", "Value '***Sensitive Data Redacted***' at 'authParameters.apiKeyAuthParameters.apiKeyValue' failed to satisfy constraint")]
    [InlineData("""{"Name":"c","AuthorizationType":"BASIC","AuthParameters":{"ApiKeyAuthParameters":{"ApiKeyName":"X","ApiKeyValue":"y"}}}""", "BasicAuthParameters must be specified")]
    [InlineData("""{"Name":"c","AuthorizationType":"API_KEY","AuthParameters":{"ApiKeyAuthParameters":{"ApiKeyName":"X","ApiKeyValue":"y"},"BasicAuthParameters":{"Username":"a","Password":"b"}}}""", "BasicAuthParameters is not valid")]
    [InlineData("""{"Name":"c","AuthorizationType":"OAUTH_CLIENT_CREDENTIALS","AuthParameters":{"OAuthParameters":{"ClientParameters":{"ClientID":"i","ClientSecret":"s"},"AuthorizationEndpoint":"http://auth.example.com/t","HttpMethod":"POST"}}}""", "It must use https")]
    [InlineData("""{"Name":"c","AuthorizationType":"BASIC","KmsKeyIdentifier":"k","AuthParameters":{"BasicAuthParameters":{"Username":"a","Password":"b"}}}""", "does not support KmsKeyIdentifier")]
    public async Task What_is_wrong_with_a_connection_is_said_without_its_secret(string input, string message)
    {
        var (code, text) = await _house.Refused("CreateConnection", input);
        code.ShouldBe("ValidationException");
        text.ShouldContain(message);
        text.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await _house.Connection("c", "BASIC", Basic);
        (await _house.Refused("CreateConnection", $$"""{"Name":"c","AuthorizationType":"BASIC","AuthParameters":{{Basic}}}""")).ShouldBe(
            ("ResourceAlreadyExistsException", "Connection c already exists."));
    }

    [Fact]
    public async Task An_api_destination_is_created_described_listed_changed_and_deleted()
    {
        var connection = await _house.Connection("c", "BASIC", Basic);
        var arn = await _house.Destination("d", connection, "https://example.com/*/x");
        arn.ShouldMatch("^arn:aws:events:us-east-1:000000000000:api-destination/d/[0-9a-f-]{36}$");
        var described = await _house.Call("DescribeApiDestination", """{"Name":"d"}""");
        described.String("ApiDestinationState").ShouldBe("ACTIVE");
        described.Long("InvocationRateLimitPerSecond").ShouldBe(300);
        (await _house.Call("UpdateApiDestination", """{"Name":"d","HttpMethod":"PUT","InvocationRateLimitPerSecond":5}""")).String("ApiDestinationArn").ShouldBe(arn);
        described = await _house.Call("DescribeApiDestination", """{"Name":"d"}""");
        described.String("HttpMethod").ShouldBe("PUT");
        described.String("InvocationEndpoint").ShouldBe("https://example.com/*/x");
        await _house.Call("DeauthorizeConnection", """{"Name":"c"}""");
        (await _house.Call("ListApiDestinations", $$"""{"ConnectionArn":"{{connection}}"}""")).Array("ApiDestinations").Objects.Single().String("ApiDestinationState").ShouldBe("INACTIVE");
        await _house.Call("DeleteApiDestination", """{"Name":"d"}""");
        (await _house.Refused("DescribeApiDestination", """{"Name":"d"}""")).Message.ShouldBe("Failed to describe the api-destination(s). An api-destination 'd' does not exist.");
    }

    [Theory]
    [InlineData("http://example.com/x", "It must use https")]
    [InlineData("https://169.254.169.254/latest/meta-data", "link-local address")]
    [InlineData("https://user:pw@example.com/", "Credentials belong into the connection")]
    [InlineData("https://*.example.com/x", "path only")]
    [InlineData("https://*", "path only")]
    [InlineData("*", "path only")]
    [InlineData("ftp://example.com/", "no URL that begins with https://")]
    public async Task An_endpoint_that_may_not_be_called_is_refused(string url, string message)
    {
        var connection = await _house.Connection("c", "BASIC", Basic);
        var (code, text) = await _house.Refused(
            "CreateApiDestination", $$"""{"Name":"d","ConnectionArn":"{{connection}}","InvocationEndpoint":"{{url}}","HttpMethod":"POST"}""");
        code.ShouldBe("ValidationException");
        text.ShouldContain(message);
    }

    [Fact]
    public async Task A_destination_needs_a_connection_and_a_target_a_role()
    {
        var gone = "arn:aws:events:us-east-1:000000000000:connection/none/00000000-0000-4000-8000-000000000000";
        (await _house.Refused("CreateApiDestination", $$"""{"Name":"d","ConnectionArn":"{{gone}}","InvocationEndpoint":"https://example.com","HttpMethod":"POST"}""")).ShouldBe(
            ("ResourceNotFoundException", $"Connection '{gone}' does not exist."));
        var arn = await _house.Destination("d", await _house.Connection("c", "BASIC", Basic), "https://example.com");
        await _house.Call("PutRule", """{"Name":"r","EventPattern":"{\"source\":[\"r\"]}"}""");
        (await _house.Refused("PutTargets", $$"""{"Rule":"r","Targets":[{"Id":"1","Arn":"{{arn}}"}]}""")).ShouldBe(("ValidationException", $"RoleArn is required for target {arn}."));
        (await _house.Refused("PutTargets", """{"Rule":"r","Targets":[{"Id":"1","Arn":"arn:aws:sqs:us-east-1:000000000000:q","HttpParameters":{"PathParameterValues":["x"]}}]}""")).Message.ShouldContain("HttpParameters is not valid");
    }
}
