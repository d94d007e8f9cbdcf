using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "D8")]
public sealed class RouteBySeverityTests
{
    [SmtpFact]
    public async Task A_low_finding_is_mailed_a_high_one_is_put_to_the_approver_and_a_critical_one_is_contained()
    {
        await using var sink = await SmtpSink.Start();
        await using var quell = await QuellProcess.Start([
            QuellProcess.Example("route-by-severity/template.yaml"), "--parameter", "Email=team@example.com", "--parameter", "Approver=boss@example.com",
            "--smtp", sink.Address]);
        foreach (var invitation in await QuellProcess.Eventually(() => sink.Mails, mails => mails.Count == 2))
        {
            await NotifyOnVpcTests.Confirm(invitation);
        }

        var launch = await quell.Aws("ec2", "run-instances", "--image-id", "ami-0123456789abcdef0", "--instance-type", "t3.micro", "--count", "3");
        var (low, high, critical) = launch.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? "").ToList() is [var one, var two, var three]
            ? (one, two, three)
            : throw new InvalidOperationException(launch.ToString());
        var put = await quell.Aws("events", "put-events", "--entries", JsonArray.From([Finding("LOW", low), Finding("HIGH", high), Finding("CRITICAL", critical)]).ToString());
        put.Long("FailedEntryCount").ShouldBe(0);

        var mails = await QuellProcess.Eventually(() => sink.Mails.Select(NotifyOnVpcTests.Decoded).Where(mail => mail.Contains("custom.findings", StringComparison.Ordinal)).ToList(), found => found.Count == 3);
        To(mails, low).ShouldBe("team@example.com");
        To(mails, high).ShouldBe("boss@example.com");
        To(mails, critical).ShouldBe("team@example.com");
        var run = (await QuellProcess.Eventually(() => ExampleRuns.Executions(quell), all => all.Any(ExampleRuns.HasSucceeded))).ShouldHaveSingleItem();
        run.Object("result").ShouldNotBeNull().Array("stopped").ShouldBe(JsonArray.From([critical]));
        (await ExampleRuns.Changes(quell)).Select(change => change.String("operation")).ShouldBe(["StopInstances"]);
    }

    /// <summary>A finding as Security Hub has it (Security Hub user guide, "AWS Security Finding Format").</summary>
    private static JsonObject Finding(string severity, string instance) => JsonObject.Of(
        ("Source", "custom.findings"),
        ("DetailType", "Security Hub Findings - Imported"),
        ("Detail", JsonObject.Of(("findings", JsonArray.From([JsonObject.Of(
            ("Title", "Something is wrong"),
            ("Severity", JsonObject.Of(("Label", severity))),
            ("Resources", JsonArray.From([JsonObject.Of(
                ("Type", "AwsEc2Instance"), ("Id", $"arn:aws:ec2:us-east-1:000000000000:instance/{instance}"))])))]))).ToString()));

    private static string To(IEnumerable<string> mails, string instance)
    {
        var mail = mails.Single(each => each.Contains(instance, StringComparison.Ordinal));
        return mail.Contains("To: boss@example.com", StringComparison.OrdinalIgnoreCase) ? "boss@example.com"
            : mail.Contains("To: team@example.com", StringComparison.OrdinalIgnoreCase) ? "team@example.com" : mail;
    }
}
