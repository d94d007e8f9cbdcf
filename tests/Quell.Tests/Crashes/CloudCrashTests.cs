using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;
using Quell.Tests.Gate;

namespace Quell.Tests.Crashes;

/// <summary>In front of AWS a crash leaves a change openly indeterminate, and it is not repeated.</summary>
[Collection(CloudAwsMoto.Collection)]
public sealed class CloudCrashTests(CloudAwsMoto moto)
{
    private const string Cidr = "10.77.0.0/16";

    public static IReadOnlyList<string> Points { get; } = [CrashPoint.CloudBeforeSend, CrashPoint.CloudAfterSend];

    [MotoFact]
    public Task A_change_that_was_not_sent_before_a_crash_is_indeterminate_and_not_sent_after_it() => Crash(CrashPoint.CloudBeforeSend, made: 0);

    [MotoFact]
    public Task A_change_whose_answer_a_crash_cut_off_is_indeterminate_and_not_sent_again() => Crash(CrashPoint.CloudAfterSend, made: 1);

    private async Task Crash(string point, int made)
    {
        await moto.Reset();
        string[] arguments = ["--cloud", "aws", "--cloud-endpoint", moto.Proxy.Endpoint];
        var data = Directory.CreateTempSubdirectory("quell-crash-").FullName;
        using var client = new PuttingClient(0, new(CloudAwsMoto.OperatorKey, CloudAwsMoto.Operator["AWS_SECRET_ACCESS_KEY"]));
        var armed = await QuellProcess.Start(arguments, data, new Dictionary<string, string>(CloudAwsMoto.Operator) { ["QUELL_CRASH_AT"] = $"{point}:1" });
        await Should.ThrowAsync<Aws.AwsException>(() => client.Call(armed, "ec2", "CreateVpc", JsonObject.Of(("CidrBlock", Cidr))));
        await armed.Died();

        await using var quell = await QuellProcess.Start(arguments, data, CloudAwsMoto.Operator);
        var changes = ((JsonObject)await quell.Quell("changes")).Array("changes").Objects.ToList();
        changes.ShouldHaveSingleItem().String("state").ShouldBe("indeterminate");
        moto.Proxy.Requests.Count(request => request.Operation == "CreateVpc").ShouldBe(made);
        (await moto.Aws("ec2", "describe-vpcs")).Array("Vpcs").Objects.Count(vpc => vpc.String("CidrBlock") == Cidr).ShouldBe(made);
    }
}
