using Quell.Engine.Json;
using Quell.Tests.Examples;
using static Quell.Tests.Gate.CloudAwsRecords;

namespace Quell.Tests.Gate;

/// <summary>What a function sees, and what is recorded, when AWS refuses or cannot be reached.</summary>
[Collection(CloudAwsMoto.Collection)]
public sealed class CloudAwsFaultsTests(CloudAwsMoto moto)
{
    private const string Key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    [MotoFact]
    public async Task A_role_that_cannot_be_assumed_is_named_and_one_just_made_is_waited_for()
    {
        await using var quell = await Start();
        var refused = 0;
        moto.Proxy.Fault = request => request.Operation == "AssumeRole" && Interlocked.Increment(ref refused) <= 2 ? Denied : null;

        // The stack has just made the role; STS comes to know it at the third time of asking.
        await Deliver(quell, "s3", "CreateBucket", JsonObject.Of(("bucketName", "records")));
        await Succeed(quell, 1);
        refused.ShouldBe(3);
        moto.Proxy.Requests.Count(request => request.Operation == "PutBucketEncryption").ShouldBe(1);
        await ShouldAllBeRecorded(quell, moto.Proxy);
    }

    [MotoFact]
    public async Task A_denied_role_fails_the_function_with_the_roles_name_and_nothing_else_is_signed_instead()
    {
        string folder;
        await using (var first = await Start())
        {
            folder = await KillAndKeep(first);
        }

        // A later process: the role is no longer new.
        moto.Proxy.Fault = static request => request.Operation == "AssumeRole" ? Denied : null;
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("encrypt-buckets/template.yaml"), "--cloud", "aws", "--cloud-endpoint", moto.Proxy.Endpoint], folder, CloudAwsMoto.Operator);
        var before = moto.Proxy.Requests.Length;
        await Deliver(quell, "s3", "CreateBucket", JsonObject.Of(("bucketName", "records")));
        var failed = await QuellProcess.Eventually(() => ExampleRuns.Executions(quell), runs => runs.Any(run => run.String("errorMessage") is not null));
        failed.First(run => run.String("errorMessage") is not null).String("errorMessage").ShouldNotBeNull().ShouldContain($"cannot assume the role arn:aws:iam::{CloudAwsMoto.Account}:role/encrypt-buckets-Role-");
        moto.Proxy.Requests[before..].Select(request => request.Operation).Distinct().ShouldBe(["AssumeRole"]);
    }

    [MotoFact]
    public async Task A_change_whose_answer_is_lost_is_indeterminate_and_never_repeated()
    {
        await using var quell = await Start();
        moto.Proxy.Fault = static request => request.Operation == "PutBucketEncryption" ? new CloudAwsFault.BrokenAfter() : null;
        await Deliver(quell, "s3", "CreateBucket", JsonObject.Of(("bucketName", "records")));
        var runs = await QuellProcess.Eventually(() => ExampleRuns.Executions(quell), all => all.Any(run => run.String("errorMessage") is not null));
        runs.First(run => run.String("errorMessage") is not null).String("errorMessage").ShouldNotBeNull().ShouldContain("OutcomeUnknown");
        var change = (await Changes(quell)).Single(each => each.String("operation") == "PutBucketEncryption");
        change.String("state").ShouldBe("indeterminate");
        moto.Proxy.Requests.Count(request => request.Operation == "PutBucketEncryption").ShouldBe(1, "boto3 would have repeated it for a 5xx");

        // It had been carried out, as the next run finds.
        moto.Proxy.Fault = static _ => null;
        await Deliver(quell, "s3", "PutBucketEncryption", JsonObject.Of(("bucketName", "records")));
        await Succeed(quell, 1);
        moto.Proxy.Requests.Count(request => request.Operation == "PutBucketEncryption").ShouldBe(1);
    }

    [MotoFact]
    public async Task A_stacks_call_that_a_crash_leaves_without_an_answer_is_not_made_again()
    {
        await moto.Reset();
        string[] arguments = [QuellProcess.Example("encrypt-buckets/template.yaml"), "--cloud", "aws", "--cloud-endpoint", moto.Proxy.Endpoint];
        await using var crashing = QuellProcess.Launch(arguments, null, new Dictionary<string, string>(CloudAwsMoto.Operator) { ["QUELL_CRASH_AT"] = "cloud.after-send:1" });
        await QuellProcess.Eventually(() => crashing.HasExited, exited => exited);

        await using var quell = await QuellProcess.Start(arguments, await KillAndKeep(crashing), CloudAwsMoto.Operator);
        (await Changes(quell))[0].String("state").ShouldBe("indeterminate");
        var made = moto.Proxy.Requests.Where(request => request.Operation == "CreateRole").Select(request => RoleName(request.Body)).ToList();
        made.Count.ShouldBe(2, "the first stack was rolled back, its successor has a role of its own");
        made.ShouldBeUnique();
    }

    [MotoFact]
    public async Task While_AWS_is_away_calls_fail_clearly_and_the_process_goes_on()
    {
        await moto.Reset();
        await using var away = await CloudAwsProxy.Start(moto.Endpoint);
        await using var quell = await QuellProcess.Start(["--cloud", "aws", "--cloud-endpoint", away.Endpoint], environment: CloudAwsMoto.Operator);
        var endpoint = away.Endpoint;
        await away.Stop();

        var (code, _, error) = await QuellProcess.Run(
            RealClientFactAttribute.AwsCli, ["--endpoint-url", quell.Endpoint, "ec2", "create-vpc", "--cidr-block", "10.0.0.0/16"],
            new Dictionary<string, string>(CloudAwsMoto.Operator) { ["AWS_MAX_ATTEMPTS"] = "1" });
        code.ShouldNotBe(0);
        error.ShouldContain($"Could not connect to the endpoint URL: \"{endpoint}/\"");
        var change = (await Changes(quell)).ShouldHaveSingleItem();
        change.String("state").ShouldBe("failed");
        change.String("errorCode").ShouldBe("EndpointConnectionError");
        quell.HasExited.ShouldBeFalse();
        quell.Output.ShouldNotContain("   at ", customMessage: "no stack trace");
    }

    [MotoFact]
    public async Task Quell_does_not_start_where_AWS_is_away_or_there_are_no_keys_and_says_why()
    {
        await using var away = await CloudAwsProxy.Start(moto.Endpoint);
        await away.Stop();
        var fault = await Should.ThrowAsync<InvalidOperationException>(QuellProcess.Start(
            ["--cloud", "aws", "--cloud-endpoint", away.Endpoint], environment: CloudAwsMoto.Operator));
        fault.Message.ShouldContain("--cloud aws: Could not connect to the endpoint URL");
        fault.Message.ShouldNotContain("   at ");
    }

    private static CloudAwsFault Denied { get; } = new CloudAwsFault.Refusal(
        "AccessDenied", "User: arn:aws:iam::123456789012:user/quell is not authorized to perform: sts:AssumeRole");

    private static string RoleName(string body) => body.Split('&').First(pair => pair.StartsWith("RoleName=", StringComparison.Ordinal));

    private async Task<QuellProcess> Start()
    {
        await moto.Reset();
        await moto.Aws("s3api", "create-bucket", "--bucket", "records");
        return await moto.Quell(QuellProcess.Example("encrypt-buckets/template.yaml"), "--parameter", $"KmsKeyArn={Key}");
    }
}
