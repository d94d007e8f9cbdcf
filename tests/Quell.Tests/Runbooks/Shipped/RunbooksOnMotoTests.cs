using Quell.Engine.Json;
using Quell.Gate;
using Quell.Tests.Gate;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>
/// The runbooks of the repository against the sandbox and against moto, an AWS that nobody here wrote: the same scene made by the same
/// calls, the same run, and afterwards the same account.
/// </summary>
[Collection(CloudAwsMoto.Collection)]
public sealed class RunbooksOnMotoTests(CloudAwsMoto moto)
{
    static RunbooksOnMotoTests()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIAPROCESS");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
    }

    public static TheoryData<string> Names => new(EndStates.All.Keys);

    [MotoTheory, MemberData(nameof(Names)), Trait("Requirement", "D14")]
    public async Task Leaves_the_same_behind_in_the_sandbox_and_in_moto(string name)
    {
        await moto.Reset();

        var both = await Task.WhenAll(Run(Sandbox(), name), Run(Moto(), name));

        var (here, there) = ((JsonObject)both[0], (JsonObject)both[1]);
        here.String("Status").ShouldBe("Success", here.ToIndentedString());
        MotoDifferences.Between(here, there).ShouldBeEmpty();
        moto.Proxy.Requests.Where(request => request.IsChange && request.AccessKeyId.StartsWith("ASIA", StringComparison.Ordinal))
            .ShouldNotBeEmpty("what it changes there is signed with its role's keys");
    }

    /// <remarks>Not restart-trail: without the trail moto's StartLogging ends in an internal error, where CloudTrail has TrailNotFoundException.</remarks>
    [MotoTheory]
    [InlineData("require-imdsv2", "InstanceId", "i-0123456789abcdef0")]
    [InlineData("stop-instance", "InstanceId", "i-0123456789abcdef0")]
    [InlineData("isolate-instance", "InstanceId", "i-0123456789abcdef0")]
    [InlineData("revoke-open-ingress", "GroupId", "sg-0123456789abcdef0")]
    [InlineData("encrypt-bucket", "BucketName", "no-bucket-of-the-lab")]
    [InlineData("block-public-access", "BucketName", "no-bucket-of-the-lab")]
    [InlineData("disable-user", "UserName", "nobody")]
    public async Task Fails_at_the_same_step_with_the_same_code_where_there_is_no_such_thing(string name, string parameter, string value)
    {
        await moto.Reset();

        var both = await Task.WhenAll(Fail(Sandbox(), name, parameter, value), Fail(Moto(), name, parameter, value));

        both[0].ToIndentedString().ShouldBe(both[1].ToIndentedString());
        both[0].ShouldBeOfType<JsonObject>().String("Status").ShouldBe("Failed");
    }

    [Fact]
    public void Every_runbook_runs_against_moto_or_is_listed_with_the_reason_why_not()
    {
        EndStates.All.Keys.Concat(MotoDifferences.NotThere.Keys).Order(StringComparer.Ordinal).ShouldBe(Scenes.All.Keys.Order(StringComparer.Ordinal));
        var reference = File.ReadAllText(Repository.PathOf("docs/reference/runbooks.md"));
        MotoDifferences.NotThere.Keys.ShouldAllBe(name => reference.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static Task<RunbookLab> Sandbox() => RunbookLab.Open(CloudAwsMoto.Account);

    private Task<RunbookLab> Moto() => RunbookLab.OpenOn(CloudAwsMoto.Account, new AwsCloudOptions(moto.Proxy.Endpoint, "us-east-1", ["logs"]));

    private static async Task<JsonValue> Run(Task<RunbookLab> opening, string name)
    {
        await using var lab = await opening;
        var scene = await Scenes.All[name](lab);
        var execution = await lab.Run(name, null, scene);
        var states = JsonObject.Empty;
        foreach (var read in EndStates.All[name](JsonObject.Of(scene)))
        {
            states = states.With(read.Operation, await lab.Call(read.Service, read.Operation, read.Input));
        }

        return new NormalForm().Of(JsonObject.Of(
            ("Status", execution.String("AutomationExecutionStatus")),
            ("Failure", execution.String("FailureMessage")),
            ("Steps", Steps(execution, "Inputs", "Outputs")),
            ("Outputs", execution.Object("Outputs")),
            ("State", states)));
    }

    private static async Task<JsonValue> Fail(Task<RunbookLab> opening, string name, string parameter, string value)
    {
        await using var lab = await opening;
        var execution = await lab.Run(name, null, (parameter, value));
        return new NormalForm().Of(JsonObject.Of(("Status", execution.String("AutomationExecutionStatus")), ("Steps", Steps(execution, "FailureDetails"))));
    }

    private static JsonArray Steps(JsonObject execution, params string[] members) => JsonArray.From(execution.Array("StepExecutions").Objects.Select(
        step => (JsonValue)JsonObject.Of([("Step", step.String("StepName")), ("Status", step.String("StepStatus")), .. members.Select(member => (member, step[member]))])));
}

/// <summary>A theory against moto; skipped, saying why, where the machine does not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoTheoryAttribute : TheoryAttribute
{
    public MotoTheoryAttribute() => Skip = MotoFactAttribute.Missing;
}
