using System.Text.RegularExpressions;
using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "R11")]
public sealed class NotifyOnVpcTests
{
    [SmtpFact]
    [Trait("Requirement", "N15")]
    [Trait("Requirement", "N1")]
    [Trait("Requirement", "N35")]
    [Trait("Requirement", "A37")]
    public async Task A_new_VPC_is_mailed_once_the_subscription_is_confirmed_and_not_before()
    {
        await using var sink = await SmtpSink.Start();
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("notify-on-vpc/template.yaml"), "--parameter", "Email=ops@example.com", "--smtp", sink.Address]);
        var invitation = await QuellProcess.Eventually(() => sink.Mails, mails => mails.Count == 1);
        invitation[0].ShouldContain("ops@example.com");

        var unannounced = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.1.0.0/16")).Object("Vpc")?.String("VpcId");
        await Confirm(invitation[0]);
        var vpc = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.2.0.0/16")).Object("Vpc")?.String("VpcId");

        var mails = await QuellProcess.Eventually(() => sink.Mails, all => all.Any(mail => Decoded(mail).Contains(vpc ?? "?", StringComparison.Ordinal)));
        mails.ShouldNotContain(mail => Decoded(mail).Contains(unannounced ?? "?", StringComparison.Ordinal));
        var notification = Decoded(mails.Single(mail => Decoded(mail).Contains(vpc ?? "?", StringComparison.Ordinal)));
        notification.ShouldContain("10.2.0.0/16");
        notification.ShouldContain("arn:aws:iam::000000000000:root");
    }

    [SmtpFact]
    public async Task A_call_that_failed_creates_nothing_and_is_not_mailed()
    {
        await using var sink = await SmtpSink.Start();
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("notify-on-vpc/template.yaml"), "--parameter", "Email=ops@example.com", "--smtp", sink.Address]);
        await Confirm((await QuellProcess.Eventually(() => sink.Mails, mails => mails.Count == 1))[0]);

        (await quell.TryAws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/8")).Error.ShouldContain("InvalidVpc.Range");
        var vpc = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")?.String("VpcId");

        await QuellProcess.Eventually(() => sink.Mails, mails => mails.Any(mail => Decoded(mail).Contains(vpc ?? "?", StringComparison.Ordinal)));
        sink.Mails.ShouldNotContain(mail => mail.Contains("10.0.0.0/8", StringComparison.Ordinal));
    }

    [SmtpFact]
    [Trait("Requirement", "R8")]
    [Trait("Requirement", "N7")]
    [Trait("Requirement", "R3")]
    public async Task Every_change_of_a_network_is_mailed_by_the_wider_template()
    {
        await using var sink = await SmtpSink.Start();
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("notify-on-vpc/any-change.yaml"), "--parameter", "Email=noc@example.com", "--smtp", sink.Address]);
        await Confirm((await QuellProcess.Eventually(() => sink.Mails, mails => mails.Count == 1))[0]);

        foreach (var call in await ChangeANetwork(quell))
        {
            await QuellProcess.Eventually(
                () => sink.Mails.Count(mail => Decoded(mail).Contains($"{call} in account 000000000000", StringComparison.Ordinal)), count => count > 0);
        }
    }

    private static async Task<IReadOnlyList<string>> ChangeANetwork(QuellProcess quell)
    {
        var vpc = Id(await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16"), "Vpc", "VpcId");
        var subnet = Id(await quell.Aws("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24"), "Subnet", "SubnetId");
        var gateway = Id(await quell.Aws("ec2", "create-internet-gateway"), "InternetGateway", "InternetGatewayId");
        await quell.Aws("ec2", "attach-internet-gateway", "--vpc-id", vpc, "--internet-gateway-id", gateway);
        var table = Id(await quell.Aws("ec2", "create-route-table", "--vpc-id", vpc), "RouteTable", "RouteTableId");
        await quell.Aws("ec2", "associate-route-table", "--route-table-id", table, "--subnet-id", subnet);
        await quell.Aws("ec2", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway);
        await quell.Aws("ec2", "delete-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0");
        var acl = Id(await quell.Aws("ec2", "create-network-acl", "--vpc-id", vpc), "NetworkAcl", "NetworkAclId");
        await quell.Aws(
            "ec2", "create-network-acl-entry", "--network-acl-id", acl, "--ingress", "--rule-number", "90", "--protocol", "-1",
            "--rule-action", "deny", "--cidr-block", "192.0.2.1/32");
        await quell.Aws("ec2", "delete-network-acl-entry", "--network-acl-id", acl, "--ingress", "--rule-number", "90");
        await quell.Aws("ec2", "delete-network-acl", "--network-acl-id", acl);
        await quell.Aws("ec2", "modify-vpc-attribute", "--vpc-id", vpc, "--enable-dns-hostnames");
        await quell.Aws("ec2", "detach-internet-gateway", "--vpc-id", vpc, "--internet-gateway-id", gateway);
        await quell.Aws("ec2", "delete-internet-gateway", "--internet-gateway-id", gateway);
        return
        [
            "CreateVpc", "CreateSubnet", "CreateInternetGateway", "AttachInternetGateway", "CreateRouteTable", "AssociateRouteTable",
            "CreateRoute", "DeleteRoute", "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAclEntry", "DeleteNetworkAcl",
            "ModifyVpcAttribute", "DetachInternetGateway", "DeleteInternetGateway",
        ];
    }

    private static string Id(JsonObject answer, string resource, string member) =>
        answer.Object(resource)?.String(member) ?? throw new InvalidOperationException($"no {member} in {answer}");

    /// <summary>Opens the link in the mail that asks for confirmation.</summary>
    internal static async Task Confirm(string mail)
    {
        var link = Regex.Match(Decoded(mail), @"http://\S*Action=ConfirmSubscription\S*").Value;
        link.ShouldNotBeEmpty(mail);
        using var client = new HttpClient();
        var answer = await client.GetAsync(new Uri(link));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A mail's text with quoted-printable taken off.</summary>
    internal static string Decoded(string mail)
    {
        if (!mail.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase))
        {
            return mail;
        }

        var joined = Regex.Replace(mail, "=\r?\n", "");
        return Regex.Replace(joined, "=([0-9A-F]{2})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
    }
}
