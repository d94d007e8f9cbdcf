namespace Quell.Tests.Examples;

[Trait("Requirement", "A26")]
public sealed class WatchSecurityGroupsTests
{
    [SmtpFact]
    [Trait("Requirement", "N9")]
    public async Task A_changed_rule_is_mailed_with_who_from_where_and_what()
    {
        await using var sink = await SmtpSink.Start();
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("watch-security-groups/template.yaml"), "--parameter", "Email=sec@example.com", "--smtp", sink.Address]);
        await NotifyOnVpcTests.Confirm((await QuellProcess.Eventually(() => sink.Mails, mails => mails.Count == 1))[0]);
        var vpc = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")?.String("VpcId") ?? "";
        var group = (await quell.Aws("ec2", "create-security-group", "--vpc-id", vpc, "--group-name", "web", "--description", "web")).String("GroupId") ?? "";

        await quell.Aws("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");

        var mails = await QuellProcess.Eventually(() => sink.Mails, all => all.Any(mail => mail.Contains("AuthorizeSecurityGroupIngress", StringComparison.Ordinal)));
        var alert = NotifyOnVpcTests.Decoded(mails.Single(mail => mail.Contains("AuthorizeSecurityGroupIngress", StringComparison.Ordinal)));
        alert.ShouldContain("arn:aws:iam::000000000000:root");
        alert.ShouldContain("127.0.0.1 with aws-cli/2");
        alert.ShouldContain(group);
        alert.ShouldContain("0.0.0.0/0");
    }
}
