using Quell.Engine.Json;
using Quell.Stacks;
using Quell.Tests.Server;

namespace Quell.Tests.Destinations;

/// <summary>Connections and API destinations as boto3, the AWS CLI and CloudFormation templates make them.</summary>
public sealed class DestinationClientTests : IAsyncLifetime
{
    private const string Script = """
        import boto3, json, sys
        events = boto3.client("events", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        connection = events.create_connection(Name="boto", AuthorizationType="API_KEY",
            AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": "from-boto"}})["ConnectionArn"]
        assert events.describe_connection(Name="boto")["CreationTime"].year >= 2026
        destination = events.create_api_destination(Name="boto", ConnectionArn=connection, InvocationEndpoint=sys.argv[2] + "/boto/*",
            HttpMethod="PUT", InvocationRateLimitPerSecond=10)["ApiDestinationArn"]
        assert [d["Name"] for d in events.list_api_destinations(NamePrefix="bo")["ApiDestinations"]] == ["boto"]
        events.put_rule(Name="boto", EventPattern=json.dumps({"source": ["boto"]}))
        assert events.put_targets(Rule="boto", Targets=[{"Id": "1", "Arn": destination, "RoleArn": "arn:aws:iam::000000000000:role/x",
            "HttpParameters": {"PathParameterValues": ["one"]}}])["FailedEntryCount"] == 0
        assert events.put_events(Entries=[{"Source": "boto", "DetailType": "t", "Detail": "{\"n\": 1}"}])["FailedEntryCount"] == 0
        try:
            events.delete_api_destination(Name="none")
            sys.exit("deleted what is not there")
        except events.exceptions.ResourceNotFoundException:
            pass
        """;

    private readonly Endpoint _endpoint = new();
    private DestinationHouse _house = null!;

    public async Task InitializeAsync() => _house = await DestinationHouse.Open();

    public async Task DisposeAsync()
    {
        await _house.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    [Boto3Fact(Boto3FactAttribute.Default)]
    public Task Todays_boto3_makes_a_destination_and_its_event_arrives() => RunBoto(Boto3FactAttribute.Default);

    [Boto3Fact(Boto3FactAttribute.Debian)]
    public Task Debians_boto3_makes_a_destination_and_its_event_arrives() => RunBoto(Boto3FactAttribute.Debian);

    [Fact]
    public async Task The_AWS_CLI_makes_a_connection()
    {
        if (ClientPrograms.WhyNot(nameof(ClientPrograms.DebianCli)) is { } reason)
        {
            Console.WriteLine($"Skipped: {reason}");
            return;
        }

        var result = await ClientPrograms.Run(
            ClientPrograms.DebianCli,
            [
                "--endpoint-url", _house.Url, "events", "create-connection", "--name", "cli", "--authorization-type", "BASIC", "--auth-parameters",
                "BasicAuthParameters={Username=a,Password=b}", "--query", "ConnectionState", "--output", "text",
            ],
            new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "test", ["AWS_SECRET_ACCESS_KEY"] = "test", ["AWS_DEFAULT_REGION"] = "us-east-1" });
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.Trim().ShouldBe("AUTHORIZED");
    }

    [Fact]
    public async Task A_template_makes_connection_destination_and_rule_and_its_event_arrives()
    {
        var template = $$"""
            Resources:
              Key:
                Type: AWS::Events::Connection
                Properties:
                  AuthorizationType: API_KEY
                  AuthParameters: {ApiKeyAuthParameters: {ApiKeyName: X-Api-Key, ApiKeyValue: from-stack} }
              Hook:
                Type: AWS::Events::ApiDestination
                Properties:
                  ConnectionArn: !GetAtt Key.Arn
                  InvocationEndpoint: "{{_endpoint.Url}}/stack/*"
                  HttpMethod: POST
                  InvocationRateLimitPerSecond: 50
              Rule:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [stack]}
                  Targets:
                    - Id: hook
                      Arn: !GetAtt Hook.Arn
                      RoleArn: arn:aws:iam::000000000000:role/r
                      HttpParameters: {PathParameterValues: [two], HeaderParameters: {X-From: stack} }
            Outputs:
              Policy: {Value: !GetAtt Hook.ArnForPolicy}
              Secret: {Value: !GetAtt Key.SecretArn}
            """;
        await _house.Deploy("hooks", template);
        await _house.Put("stack");
        var request = await _endpoint.Next();
        request.Path.ShouldBe("/stack/two");
        request.Header("X-Api-Key").ShouldBe("from-stack");
        request.Header("X-From").ShouldBe("stack");
    }

    [Fact]
    public async Task What_a_stack_and_its_parameters_tell_in_secret_is_not_readable_in_the_journal()
    {
        const string Template = """
            Parameters: {Password: {Type: String, NoEcho: true} }
            Resources:
              Key:
                Type: AWS::Events::Connection
                Properties:
                  AuthorizationType: BASIC
                  AuthParameters: {BasicAuthParameters: {Username: ann, Password: !Ref Password} }
            """;
        await _house.Deploy("secretive", Template, ("Password", "no3cho-s3cret"));
        _house.FilesWith("no3cho-s3cret").ShouldBeEmpty();
        await _house.Stop();
        _house.FilesWith("no3cho-s3cret").ShouldBeEmpty();
        await _house.Start();
        (await _house.Call("ListConnections", "{}")).Array("Connections").Count.ShouldBe(1);

        // Its parameter keeps the value that it was given.
        await _house.Deploy("secretive", Template.Replace("AuthorizationType:", "Description: changed\n      AuthorizationType:", StringComparison.Ordinal));
        _house.FilesWith("no3cho-s3cret").ShouldBeEmpty();
    }

    private async Task RunBoto(string python)
    {
        var (status, output) = await Task.Run(() => Boto3FactAttribute.Run(python, ["-c", Script, _house.Url, _endpoint.Url]));
        status.ShouldBe(0, output);
        var request = await _endpoint.Next();
        request.Method.ShouldBe("PUT");
        request.Path.ShouldBe("/boto/one");
        request.Header("X-Api-Key").ShouldBe("from-boto");
        ((JsonObject)JsonValue.Parse(request.Body)).Object("detail")!.Long("n").ShouldBe(1);
    }
}
