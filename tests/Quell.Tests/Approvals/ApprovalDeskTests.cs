using Quell.Approvals;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Tests.Runbooks;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Approvals;

public sealed class ApprovalDeskTests : IAsyncLifetime
{
    private const string Ask = """
        mainSteps:
          - name: ask
            action: aws:approve
            timeoutSeconds: 3600
            onFailure: Abort
            inputs:
              Message: Delete it?
              MinRequiredApprovals: 2
              Approvers: [ann, bob, 'arn:aws:iam::000000000000:role/lead']
          - {name: vpc, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.0.0.0/16}}
        """;

    private readonly RunbooksHouse _house = new();

    [Fact, Trait("Requirement", "D15"), Trait("Requirement", "D11")]
    public async Task A_step_waits_until_enough_of_its_approvers_have_approved()
    {
        var id = await _house.Run("Ask", Ask);
        await Asked(id);

        await Send(User("ann"), id, "Approve", "looks right");
        (await _house.Describe(id)).String("AutomationExecutionStatus").ShouldBe("Waiting");
        await Send(User("bob"), id, "Approve");
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        var outputs = Step(execution, "ask").Object("Outputs")!;
        outputs.Array("ApprovalStatus").ToString().ShouldBe("""["Approved"]""");
        outputs.Array("ApproverDecisions").Items.Select(each => ((JsonObject)JsonValue.Parse(((JsonString)each).Value)).String("Comment")).ShouldBe(["looks right", null]);
        var kept = _house.Engines.Runbooks.Approvals.List(ApprovalState.Approved, 10).ShouldHaveSingleItem();
        kept.Decisions.Select(each => each.Approver).ShouldBe(["arn:aws:iam::000000000000:user/ann", "arn:aws:iam::000000000000:user/bob"]);
    }

    [Fact]
    public async Task One_who_rejects_fails_the_step()
    {
        var id = await _house.Run("Ask", Ask);
        await Asked(id);

        await Send(User("ann"), id, "Reject", "not today");
        var execution = await _house.Ended(id);

        Statuses(execution).ShouldBe(["ask Failed", "vpc Pending"]);
        Step(execution, "ask").String("FailureMessage")!.ShouldContain("not today");
    }

    [Fact]
    public async Task Nobody_approves_twice_nor_who_is_not_asked()
    {
        var id = await _house.Run("Ask", Ask);
        await Asked(id);
        await Send(User("ann"), id, "Approve");

        (await Refused(User("ann"), id)).ShouldContain("has decided already");
        (await Refused(User("eve"), id)).ShouldContain("is not among the approvers");
        (await Refused(Principal.Root("000000000000"), id)).ShouldContain("is not among the approvers");
    }

    [Fact]
    public async Task Nobody_approves_what_they_themselves_have_started()
    {
        await _house.Document("Ask", Ask);
        var id = (await _house.CallAs(User("ann"), "StartAutomationExecution", ("DocumentName", "Ask"))).String("AutomationExecutionId")!;
        await Asked(id);

        (await Refused(User("ann"), id)).ShouldContain("cannot approve it");
    }

    [Fact]
    public async Task On_a_machine_with_one_user_it_is_allowed_and_marked()
    {
        await using var house = new RunbooksHouse(allowsSelfApproval: true);
        var id = await house.Run("Ask", Ask.Replace("MinRequiredApprovals: 2", "MinRequiredApprovals: 1", StringComparison.Ordinal));
        while (house.Engines.Runbooks.Approvals.List(ApprovalState.Open, 1).Count == 0)
        {
            await house.House.Rest();
        }

        await house.Call("SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", "Approve"));
        await house.Ended(id);

        house.Engines.Runbooks.Approvals.List(null, 1).ShouldHaveSingleItem().Decisions.ShouldHaveSingleItem().IsSelf.ShouldBeTrue();
    }

    [Fact]
    public async Task What_nobody_decides_on_in_time_is_over()
    {
        var id = await _house.Run("Ask", Ask);
        await Asked(id);

        _house.House.Time.Advance(TimeSpan.FromHours(1));
        var execution = await _house.Ended(id);

        Statuses(execution).ShouldBe(["ask TimedOut", "vpc Pending"]);
        while (_house.Engines.Runbooks.Approvals.List(ApprovalState.Over, 10).Count == 0)
        {
            await _house.House.Rest();
        }
    }

    [Fact]
    public async Task The_request_goes_to_the_topic_once_and_says_how_to_decide()
    {
        await _house.House.On("sns", "CreateTopic", ("Name", "leads"));
        var queue = await _house.House.Queue("leads");
        await _house.House.On("sns", "Subscribe", ("TopicArn", "arn:aws:sns:us-east-1:000000000000:leads"), ("Protocol", "sqs"), ("Endpoint", "arn:aws:sqs:us-east-1:000000000000:leads"));

        var id = await _house.Run("Ask", Ask.Replace("Message: Delete it?", "Message: Delete it?\n      NotificationArn: arn:aws:sns:us-east-1:000000000000:leads", StringComparison.Ordinal));
        var message = (JsonObject)JsonValue.Parse(await _house.House.Message(queue));

        message.String("Subject").ShouldBe("Approval request: Ask");
        var text = message.String("Message")!;
        text.ShouldContain("Delete it?");
        text.ShouldContain(id);
        text.ShouldContain($"quell approve {_house.Engines.Runbooks.Approvals.List(ApprovalState.Open, 1)[0].Id}");
    }

    public async Task InitializeAsync()
    {
        foreach (var name in new[] { "ann", "bob", "eve" })
        {
            await _house.House.On("iam", "CreateUser", ("UserName", name));
            await _house.House.On(
                "iam", "PutUserPolicy", ("UserName", name), ("PolicyName", "automation"),
                ("PolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:*","ec2:*"],"Resource":"*"}]}"""));
        }
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    private static Principal User(string name) => new()
    {
        Type = "IAMUser",
        PrincipalId = "AIDA" + name,
        Arn = $"arn:aws:iam::000000000000:user/{name}",
        Account = "000000000000",
        UserName = name,
    };

    private async Task Asked(string id)
    {
        await _house.Waiting(id);
        while (_house.Engines.Runbooks.Approvals.List(ApprovalState.Open, 1).Count == 0)
        {
            await _house.House.Rest();
        }
    }

    private Task<JsonObject> Send(Principal principal, string id, string signal, string? comment = null) => _house.CallAs(
        principal, "SendAutomationSignal", ("AutomationExecutionId", id), ("SignalType", signal), ("Payload", comment is null ? null : Lists(("Comment", comment))));

    private async Task<string> Refused(Principal principal, string id)
    {
        var refusal = await Should.ThrowAsync<AwsException>(() => Send(principal, id, "Approve"));
        refusal.Code.ShouldBe("InvalidAutomationSignalException");
        return refusal.Message;
    }
}
