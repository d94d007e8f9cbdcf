using System.Net.Http.Headers;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Tests.Examples;

public sealed class NewDevicesTests
{
    private static readonly Dictionary<string, string> Environment = new(QuellProcess.ClientEnvironment) { ["DHCP_TOKEN"] = "example-token" };

    [RealClientFact]
    [Trait("Requirement", "N4")]
    public async Task An_interface_in_the_cloud_and_a_lease_on_premises_start_the_same_function()
    {
        await using var quell = await QuellProcess.Start(
            [QuellProcess.Example("new-devices/template.yaml"), "--sources", QuellProcess.Example("new-devices/sources.yaml")], environment: Environment);
        var vpc = (await quell.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")!.String("VpcId")!;
        var subnet = (await quell.Aws("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24")).Object("Subnet")!.String("SubnetId")!;
        var card = (await quell.Aws("ec2", "create-network-interface", "--subnet-id", subnet)).Object("NetworkInterface")!;

        await Post(quell, "dhcp", """{"mac":"00:11:22:33:44:55","ip":"10.1.0.17","hostname":"badge-reader-7"}""", "application/json");
        await Post(quell, "dhcp-log", "Mar  1 04:05:06 gw dhcpd[811]: DHCPACK on 10.1.0.18 to 00:11:22:33:44:66 via eth1\n", "text/plain");

        var devices = await Inventory(quell, 3);
        devices.Select(device => device.ToString()).Order().ShouldBe(
        [
            $$"""{"where":"cloud","mac":"{{card.String("MacAddress")}}","ip":"{{card.String("PrivateIpAddress")}}","name":"{{card.String("NetworkInterfaceId")}}"}""",
            """{"where":"premises","mac":"00:11:22:33:44:55","ip":"10.1.0.17","name":"badge-reader-7"}""",
            """{"where":"premises","mac":"00:11:22:33:44:66","ip":"10.1.0.18","name":null}""",
        ]);
    }

    private static async Task Post(QuellProcess quell, string source, string body, string type)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "example-token");
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await http.PostAsync(new Uri($"{quell.Endpoint}/sources/{source}"), content);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<IReadOnlyList<JsonObject>> Inventory(QuellProcess quell, int count)
    {
        var stacks = await quell.Aws("cloudformation", "describe-stacks", "--stack-name", "new-devices");
        var queue = stacks.Array("Stacks").Objects.Single().Array("Outputs").Objects.Single().String("OutputValue") ?? "";
        var devices = new List<JsonObject>();
        await QuellProcess.Eventually(
            async () =>
            {
                var got = await quell.Aws("sqs", "receive-message", "--queue-url", queue, "--max-number-of-messages", "10");
                devices.AddRange(got.Array("Messages").Objects.Select(message => (JsonObject)JsonValue.Parse(message.String("Body") ?? "")));
                return devices.Count;
            },
            found => found >= count);
        return devices;
    }
}
