using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Tests.Examples;

namespace Quell.Tests.Gate;

/// <summary>What a test in front of AWS tells Quell, and what it reads back from it.</summary>
internal static class CloudAwsRecords
{
    /// <summary>
    /// Puts a CloudTrail record of what was done in the account on Quell's bus, as the account's trail would write it
    /// (CloudTrail User Guide, "CloudTrail record contents").
    /// </summary>
    public static async Task Deliver(QuellProcess quell, string service, string name, JsonObject parameters, JsonObject? response = null, string region = "us-east-1")
    {
        var record = JsonObject.Of(
            ("eventVersion", "1.10"),
            ("userIdentity", JsonObject.Of(
                ("type", "IAMUser"), ("principalId", "AIDAEXAMPLEEXAMPLE000"), ("arn", $"arn:aws:iam::{CloudAwsMoto.Account}:user/ann"),
                ("accountId", CloudAwsMoto.Account), ("accessKeyId", "AKIAEXAMPLEEXAMPLE00"), ("userName", "ann"))),
            ("eventTime", "2026-03-04T05:06:07Z"),
            ("eventSource", $"{service}.amazonaws.com"),
            ("eventName", name),
            ("awsRegion", region),
            ("sourceIPAddress", "198.51.100.7"),
            ("userAgent", "aws-cli/2.9"),
            ("requestParameters", parameters),
            ("responseElements", response),
            ("requestID", Guid.NewGuid().ToString()),
            ("eventID", Guid.NewGuid().ToString()),
            ("readOnly", false),
            ("eventType", "AwsApiCall"),
            ("managementEvent", true),
            ("recipientAccountId", CloudAwsMoto.Account),
            ("eventCategory", "Management"));
        var file = Path.Combine(quell.DataFolder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, JsonObject.Of(("Records", JsonArray.From([record]))).ToString());
        (await quell.Quell("replay", file, "--deliver")).ToString().ShouldContain("\"events\":1");
    }

    /// <summary>Recorded changes that are AWS's to carry out, the oldest first.</summary>
    public static async Task<ImmutableArray<JsonObject>> Changes(QuellProcess quell) =>
        [.. ((JsonObject)await quell.Quell("changes", "--limit", "1000")).Array("changes").Objects
            .Where(change => change.String("service") is "ec2" or "iam" or "s3").OrderBy(change => change.Long("sequence"))];

    public static string Name(JsonObject change) => $"{change.String("service")}:{change.String("operation")}";

    /// <summary>Ends the process as <c>kill -9</c> does, and keeps its data folder for another.</summary>
    public static async Task<string> KillAndKeep(QuellProcess quell)
    {
        if (!quell.HasExited)
        {
            await quell.Kill();
        }

        var kept = quell.DataFolder + "-kept";
        Directory.Move(quell.DataFolder, kept);
        Directory.CreateDirectory(quell.DataFolder);
        return kept;
    }

    /// <summary>Waits until that many executions have succeeded.</summary>
    public static Task Succeed(QuellProcess quell, int count) =>
        QuellProcess.Eventually(() => ExampleRuns.Executions(quell), runs => runs.Count(ExampleRuns.HasSucceeded) == count);

    /// <summary>Each change that reached AWS has its one row, settled; no row is without its request.</summary>
    public static async Task ShouldAllBeRecorded(QuellProcess quell, CloudAwsProxy proxy)
    {
        var changes = await QuellProcess.Eventually(() => Changes(quell), all => all.All(change => change.String("state") != "intent"));
        changes.Select(Name).Order().ShouldBe(proxy.Requests.Where(request => request.IsChange).Select(request => request.Name).Order());
        changes.Select(change => change.String("state")).Distinct().ShouldBe(["done"]);
        changes.Select(change => change.String("account")).Distinct().ShouldBe([CloudAwsMoto.Account]);
    }

    /// <summary>
    /// The operation was signed with temporary keys that STS gave out for the role of that name, and those keys are nobody else's.
    /// </summary>
    public static void ShouldBeSignedWithItsRole(CloudAwsProxy proxy, string operation, string role)
    {
        var requests = proxy.Requests;
        var fix = requests.Last(request => request.Operation == operation);
        fix.AccessKeyId.ShouldStartWith("ASIA");
        var assumed = requests.Where(request => request.Operation == "AssumeRole").Single(request => proxy.KeysOf(request) == fix.AccessKeyId);
        assumed.AccessKeyId.ShouldBe(CloudAwsMoto.OperatorKey);
        Uri.UnescapeDataString(assumed.Body).ShouldContain($":role/{role}");
    }
}
