using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Tests.Client;
using Quell.Engine.Json;
using Quell.Gate;

namespace Quell.Tests.Gate;

/// <summary>Calls that go to AWS, against an AWS that is watched and against moto, which nobody here wrote.</summary>
public class AwsCloudTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private const string Session = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>
        <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
        """;

    private const string Vpc = "<CreateVpcResponse><vpc><vpcId>vpc-0123456789abcdef0</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></vpc></CreateVpcResponse>";

    private const string Instances = "<RunInstancesResponse><reservationId>r-1</reservationId></RunInstancesResponse>";

    private static readonly JsonObject Input = JsonObject.Of(("CidrBlock", "10.0.0.0/16"));

    static AwsCloudTests()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIAPROCESS");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
    }

    [Fact]
    public async Task A_changes_intent_is_durable_before_it_is_sent_and_done_after()
    {
        await using var house = new GateHouse();
        var atSending = new List<ChangeState>();
        await using var aws = new SpyAws(request =>
        {
            atSending.AddRange(house.Changes().Select(change => change.State));
            return request.Contains("Action=AssumeRole", StringComparison.Ordinal) ? Session : Vpc;
        });
        using var cloud = new Cloud(house, aws.Start());

        var result = await cloud.Pass(house.Call("CreateVpc", Input));

        result.Output.Object("Vpc")?.String("VpcId").ShouldBe("vpc-0123456789abcdef0");
        atSending.ShouldBe([ChangeState.Intent, ChangeState.Intent]);
        var (state, record) = house.Changes().ShouldHaveSingleItem();
        (state, record.String("state")).ShouldBe((ChangeState.Done, "done"));
        record.Object("result").ShouldBe(result.Output);
    }

    [Fact]
    public async Task An_executions_call_is_signed_with_its_own_role()
    {
        await using var house = new GateHouse();
        await using var aws = new SpyAws(request => request.Contains("Action=AssumeRole", StringComparison.Ordinal) ? Session : Vpc);
        using var cloud = new Cloud(house, aws.Start());

        await cloud.Pass(house.Call("CreateVpc", Input));
        await cloud.Pass(house.Call("CreateVpc", Input));

        aws.Requests.Count.ShouldBe(3, "the role is assumed once");
        aws.Requests[0].ShouldContain("Credential=AKIAPROCESS/");
        aws.Requests[0].ShouldContain(Uri.EscapeDataString("arn:aws:iam::123456789012:role/fixer"));
        aws.Requests[1].ShouldContain("Credential=ASIAEXAMPLE/");
        aws.Requests[1].ShouldContain("token", Case.Insensitive);
        aws.Requests[1].ShouldNotContain("AKIAPROCESS");
    }

    [Fact]
    public async Task A_persons_own_call_is_signed_with_the_processs_credentials()
    {
        await using var house = new GateHouse();
        await using var aws = new SpyAws(_ => Vpc);
        using var cloud = new Cloud(house, aws.Start());

        await cloud.Pass(house.Call("CreateVpc", Input, byExecution: false));

        aws.Requests.ShouldHaveSingleItem().ShouldContain("Credential=AKIAPROCESS/");
        house.Changes().ShouldHaveSingleItem().State.ShouldBe(ChangeState.Done);
    }

    [Fact]
    public async Task A_connection_that_closes_before_the_answer_leaves_the_change_indeterminate_and_is_not_tried_again()
    {
        await using var house = new GateHouse();
        await using var aws = new SpyAws(request => request.Contains("Action=AssumeRole", StringComparison.Ordinal) ? Session : null);
        using var cloud = new Cloud(house, aws.Start());

        await Should.ThrowAsync<AwsException>(() => cloud.Pass(house.Call("CreateVpc", Input)));

        var (state, record) = house.Changes().ShouldHaveSingleItem();
        (state, record.String("state")).ShouldBe((ChangeState.Indeterminate, "indeterminate"));
        aws.Requests.Count(request => request.Contains("Action=CreateVpc", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_attempts_same_call_has_the_same_idempotency_token()
    {
        await using var house = new GateHouse();
        await using var aws = new SpyAws(request => request.Contains("Action=AssumeRole", StringComparison.Ordinal) ? Session : Instances);
        using var cloud = new Cloud(house, aws.Start());
        var input = JsonObject.Of(("ImageId", "ami-12345678"), ("MinCount", 1), ("MaxCount", 1));

        await cloud.Pass(house.Call("RunInstances", input));
        await cloud.Pass(house.Call("RunInstances", input));
        await cloud.Pass(house.Call("RunInstances", input) with { IdOwner = "exec-1/2/1" });

        var tokens = aws.Requests.Skip(1).Select(request => request.Split("ClientToken=")[1].Split('&')[0]).ToList();
        tokens[1].ShouldBe(tokens[0]);
        tokens[2].ShouldNotBe(tokens[0]);
    }

    [Fact]
    public async Task What_a_crash_left_open_is_settled_as_indeterminate()
    {
        await using var house = new GateHouse();
        var open = Change.Of(house.Sequences.Next(), house.Call("CreateVpc", Input), Verdict.Allow.Instance, ChangeState.Intent);
        await house.Journal.Write(open.Save);
        var done = Change.Of(house.Sequences.Next(), house.Call("CreateVpc", Input), Verdict.Allow.Instance, ChangeState.Done);
        await house.Journal.Write(done.Save);

        (await AwsCloud.Settle(house.Journal)).ShouldBe(1);
        (await AwsCloud.Settle(house.Journal)).ShouldBe(0);

        house.Changes().Select(change => (change.State, change.Record.String("state"))).ShouldBe(
            [(ChangeState.Indeterminate, "indeterminate"), (ChangeState.Done, "done")]);
    }

    [Server.ClientFact("Moto")]
    public async Task Moto_carries_out_what_the_gate_recorded()
    {
        await using var house = new GateHouse();
        using var cloud = new Cloud(house, moto.Endpoint ?? throw new InvalidOperationException(moto.Reason));

        var made = await cloud.Pass(house.Call("CreateVpc", Input));
        var id = made.Output.Object("Vpc")?.String("VpcId") ?? "";
        var found = await cloud.Pass(house.Call("DescribeVpcs", JsonObject.Of(("VpcIds", JsonArray.From([id])))));
        var refusal = await Should.ThrowAsync<AwsException>(() => cloud.Pass(house.Call("DeleteVpc", JsonObject.Of(("VpcId", "vpc-00000000")))));

        found.Output.Array("Vpcs")?.Count.ShouldBe(1);
        refusal.Code.ShouldBe("InvalidVpcID.NotFound");
        house.Changes().Select(change => (change.State, change.Record.String("operation"), change.Record.String("errorCode"))).ShouldBe(
            [(ChangeState.Done, "CreateVpc", null), (ChangeState.Failed, "DeleteVpc", "InvalidVpcID.NotFound")]);
    }

    /// <summary>A gate whose every remote call goes to the endpoint.</summary>
    private sealed class Cloud : IDisposable
    {
        private readonly AwsConnection _connection;
        private readonly AwsCloud _cloud;
        private readonly CallGate _gate;

        public Cloud(GateHouse house, string endpoint)
        {
            _connection = new(TimeProvider.System, new AwsCloudOptions(endpoint, "us-east-1", []));
            _cloud = new(_connection, house.Blobs, house.Journal, TimeProvider.System, NullLogger<AwsCloud>.Instance) { Seed = "seed" };
            _gate = house.Gate(CallGate.AllowAll, new RemoteServices(_cloud, []));
        }

        public Task<CallResult> Pass(Call call) => _gate.Pass(call, CancellationToken.None).AsTask();

        public void Dispose()
        {
            _cloud.Dispose();
            _connection.Dispose();
        }
    }
}
