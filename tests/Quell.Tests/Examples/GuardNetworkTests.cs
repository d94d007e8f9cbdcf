using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "N18")]
public sealed class GuardNetworkTests
{
    [RealClientFact]
    public async Task What_opens_the_network_is_taken_back_and_logged()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("guard-network/template.yaml")]);
        var vpc = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")?.String("VpcId") ?? "";
        var group = (await quell.Aws("ec2", "create-security-group", "--vpc-id", vpc, "--group-name", "web", "--description", "web")).String("GroupId") ?? "";
        await quell.Aws("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "443", "--cidr", "0.0.0.0/0");
        await quell.Aws("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");

        // A security group cannot deny: the rule that allows goes, its neighbour stays.
        await QuellProcess.Eventually(() => Ports(quell, group), ports => ports.SequenceEqual([443]));

        var gateway = (await quell.Aws("ec2", "create-internet-gateway")).Object("InternetGateway")?.String("InternetGatewayId") ?? "";
        await quell.Aws("ec2", "attach-internet-gateway", "--vpc-id", vpc, "--internet-gateway-id", gateway);
        var table = (await quell.Aws(
            "ec2", "create-route-table", "--vpc-id", vpc, "--tag-specifications", "ResourceType=route-table,Tags=[{Key=Tier,Value=private}]"))
            .Object("RouteTable")?.String("RouteTableId") ?? "";
        await quell.Aws("ec2", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway);
        await QuellProcess.Eventually(() => Routes(quell, table), routes => routes.SequenceEqual(["10.0.0.0/16"]));

        var function = (await ExampleRuns.Executions(quell)).Select(run => run.String("target") ?? "").First(target => target.Contains("LogEvents", StringComparison.Ordinal));
        var logged = await QuellProcess.Eventually(
            () => Logged(quell, $"/aws/lambda/{function.Split(':')[6]}"), text => text.Contains("CreateRoute", StringComparison.Ordinal));
        logged.ShouldContain("AuthorizeSecurityGroupIngress");
    }

    private static async Task<string> Logged(QuellProcess quell, string group) =>
        (await quell.Aws("logs", "filter-log-events", "--log-group-name", group)).ToString();

    private static async Task<IReadOnlyList<long>> Ports(QuellProcess quell, string group) =>
        [.. (await quell.Aws("ec2", "describe-security-groups", "--group-ids", group)).Array("SecurityGroups").Objects.First()
            .Array("IpPermissions").Objects.Select(permission => permission.Long("FromPort") ?? -1)];

    private static async Task<IReadOnlyList<string>> Routes(QuellProcess quell, string table) =>
        [.. (await quell.Aws("ec2", "describe-route-tables", "--route-table-ids", table)).Array("RouteTables").Objects.First()
            .Array("Routes").Objects.Select(route => route.String("DestinationCidrBlock") ?? "")];
}
