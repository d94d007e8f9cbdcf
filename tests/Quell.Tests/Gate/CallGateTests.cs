using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Gate;

namespace Quell.Tests.Gate;

public class CallGateTests
{
    private static readonly JsonObject Input = JsonObject.Of(("CidrBlock", "10.0.0.0/16"));

    [Fact]
    public async Task An_allowed_change_is_carried_out_and_recorded_with_its_cause()
    {
        await using var house = new GateHouse();

        var result = await house.Gate(CallGate.AllowAll).Pass(house.Call("CreateVpc", Input), CancellationToken.None);

        var (state, record) = house.Changes().ShouldHaveSingleItem();
        state.ShouldBe(ChangeState.Done);
        record.String("verdict").ShouldBe("allow");
        record.String("executionId").ShouldBe("exec-1");
        record.String("eventId").ShouldBe("event-1");
        record.Object("parameters").ShouldBe(Input);
        record.Object("result").ShouldBe(result.Output);
        Vpcs(house).ShouldBe(1);
    }

    [Fact]
    public async Task A_denied_change_is_refused_and_recorded_as_such()
    {
        await using var house = new GateHouse();
        var gate = house.Gate(_ => new Verdict.Deny("the budget is spent"));

        var refusal = await Should.ThrowAsync<AwsException>(() => gate.Pass(house.Call("CreateVpc", Input), CancellationToken.None).AsTask());

        (refusal.Code, refusal.Status).ShouldBe(("UnauthorizedOperation", 403));
        refusal.Message.ShouldContain("the budget is spent");
        var (state, record) = house.Changes().ShouldHaveSingleItem();
        (state, record.String("verdict"), record.String("reason")).ShouldBe((ChangeState.Refused, "deny", "the budget is spent"));
        Vpcs(house).ShouldBe(0);
    }

    [Fact]
    public async Task A_simulated_change_answers_from_a_fork_and_touches_nothing()
    {
        await using var house = new GateHouse();
        var before = house.Store.Current;

        var result = await house.Gate(_ => Verdict.Simulate.Instance).Pass(house.Call("CreateVpc", Input), CancellationToken.None);

        var simulated = result.Output.Object("Vpc")?.String("VpcId");
        house.Store.Current.ShouldBeSameAs(before);
        house.Changes().ShouldBeEmpty();
        house.Trail.Read(house.Scope, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ShouldBeEmpty();
        var real = await house.Gate(CallGate.AllowAll).Pass(house.Call("CreateVpc", Input), CancellationToken.None);
        real.Output.Object("Vpc")?.String("VpcId").ShouldBe(simulated, "a rehearsal makes the ids of the real run");
    }

    [Fact]
    public async Task A_suspended_change_ends_the_attempt_and_names_the_approval()
    {
        await using var house = new GateHouse();
        var gate = house.Gate(_ => new Verdict.Suspend("apr-1"));

        var refusal = await Should.ThrowAsync<AwsException>(() => gate.Pass(house.Call("CreateVpc", Input), CancellationToken.None).AsTask());

        refusal.Message.ShouldContain("apr-1");
        var (state, record) = house.Changes().ShouldHaveSingleItem();
        (state, record.String("verdict")).ShouldBe((ChangeState.Refused, "suspend"));
        Vpcs(house).ShouldBe(0);
    }

    [Fact]
    public async Task A_read_and_a_persons_own_call_are_not_decided_and_are_no_changes()
    {
        await using var house = new GateHouse();
        var gate = house.Gate(_ => new Verdict.Deny("never"));

        await gate.Pass(house.Call("DescribeVpcs", JsonObject.Empty), CancellationToken.None);
        await gate.Pass(house.Call("CreateVpc", Input, byExecution: false), CancellationToken.None);

        house.Changes().ShouldBeEmpty();
        Vpcs(house).ShouldBe(1);
    }

    [Fact, Trait("Requirement", "N34"), Trait("Requirement", "N31")]
    public async Task A_call_that_permissions_deny_is_in_the_trail_and_a_refused_change()
    {
        await using var house = new GateHouse();
        var gate = house.Gate(CallGate.AllowAll, permissions: _ => "User: x is not authorized");

        var refusal = await Should.ThrowAsync<AwsException>(() => gate.Pass(house.Call("CreateVpc", Input), CancellationToken.None).AsTask());
        await Should.ThrowAsync<AwsException>(() => gate.Pass(house.Call("DescribeVpcs", JsonObject.Empty), CancellationToken.None).AsTask());
        await Should.ThrowAsync<AwsException>(() => gate.Pass(house.Call("CreateVpc", Input, byExecution: false), CancellationToken.None).AsTask());

        (refusal.Code, refusal.Status, refusal.Message).ShouldBe(("UnauthorizedOperation", 403, "User: x is not authorized"));
        var (state, record) = house.Changes().ShouldHaveSingleItem();
        (state, record.String("reason"), record.String("errorCode")).ShouldBe((ChangeState.Refused, "User: x is not authorized", "UnauthorizedOperation"));
        var trail = house.Trail.Read(house.Scope, DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ToList();
        trail.Select(each => each.String("errorCode")).ShouldBe(Enumerable.Repeat("Client.UnauthorizedOperation", 3));
        Vpcs(house).ShouldBe(0);
    }

    [Fact]
    public async Task Permissions_to_what_is_AWSs_are_AWSs_to_decide()
    {
        await using var house = new GateHouse();
        var cloud = new RecordingCloud();

        await house.Gate(CallGate.AllowAll, new RemoteServices(cloud, []), _ => "no").Pass(house.Call("CreateVpc", Input), CancellationToken.None);

        cloud.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_change_that_the_service_refuses_is_recorded_as_failed()
    {
        await using var house = new GateHouse();

        await Should.ThrowAsync<AwsException>(() => house.Gate(CallGate.AllowAll).Pass(
            house.Call("DeleteVpc", JsonObject.Of(("VpcId", "vpc-1"))), CancellationToken.None).AsTask());

        house.Changes().ShouldAllBe(change => change.State == ChangeState.Failed);
    }

    [Fact]
    public async Task What_is_AWSs_cannot_be_simulated()
    {
        await using var house = new GateHouse();
        var cloud = new RecordingCloud();
        var gate = house.Gate(_ => Verdict.Simulate.Instance, new RemoteServices(cloud, []));

        var refusal = await Should.ThrowAsync<AwsException>(() => gate.Pass(house.Call("CreateVpc", Input), CancellationToken.None).AsTask());

        refusal.Message.ShouldContain("no fork");
        cloud.Calls.ShouldBeEmpty();
        house.Changes().ShouldHaveSingleItem().State.ShouldBe(ChangeState.Refused);
    }

    [Fact]
    public void Quells_own_services_stay_with_Quell_unless_they_are_named()
    {
        var cloud = new RecordingCloud();
        var services = new RemoteServices(cloud, ["sqs"]);

        services.For("ec2").ShouldBeSameAs(cloud);
        services.For("dynamodb").ShouldBeSameAs(cloud);
        services.For("sqs").ShouldBeSameAs(cloud);
        services.For("events").ShouldBeNull();
        services.For("cloudformation").ShouldBeNull();
    }

    private static int Vpcs(GateHouse house) => house.Store.Current.ListAll("ec2:vpc").Count();

    private sealed class RecordingCloud : ICloud
    {
        public List<(Call Call, Change? Change)> Calls { get; } = [];

        public ValueTask<CallResult> Execute(Call call, Change? change, CancellationToken cancellationToken)
        {
            Calls.Add((call, change));
            return new(new CallResult(JsonObject.Empty));
        }
    }
}
