using Quell.Engine.Json;

namespace Quell.Tests.Stacks.Types;

/// <summary>docs/decisions/0073-commands-over-ssh.md.</summary>
public sealed class QuellManagedNodeTests
{
    private const string Template =
        """
        Parameters: {Host: {Type: String, Default: web1.example.com}, User: {Type: String, Default: deploy}}
        Resources:
          Web:
            Type: Quell::SSM::ManagedNode
            Properties: {Host: !Ref Host, User: !Ref User, Port: 2222, Name: web, PlatformType: Linux, Tags: [{Key: Role, Value: web}]}
        Outputs: {Id: {Value: !Ref Web}, Host: {Value: !GetAtt Web.Host}}
        """;

    [Fact, Trait("Requirement", "R16")]
    public async Task A_node_is_registered_changed_in_place_and_deregistered()
    {
        await using var house = Open();
        var stack = await house.Create("n", Template, ("Tags", JsonValue.Parse("""[{"Key":"s","Value":"t"}]""")));
        var id = Output(stack, "Id");
        id.ShouldMatch("^mi-[0-9a-f]{17}$");
        Output(stack, "Host").ShouldBe("web1.example.com");
        var node = await Described(house);
        (node.String("InstanceId"), node.String("Name"), node.String("ComputerName"), node.String("PlatformType")).ShouldBe((id, "web", "web1.example.com", "Linux"));
        (node.String("ResourceType"), node.String("PingStatus"), node.Has("IPAddress")).ShouldBe(("ManagedInstance", "Online", false));
        (await Tags(house, id)).ShouldBe("""[{"Key":"Role","Value":"web"},{"Key":"s","Value":"t"}]""");

        var changed = await house.Update(
            "n", Template.Replace("Value: web}]", "Value: db}]", StringComparison.Ordinal).Replace(", Name: web", "", StringComparison.Ordinal),
            ("Parameters", JsonValue.Parse("""[{"ParameterKey":"Host","ParameterValue":"203.0.113.7"}]""")), ("Tags", JsonArray.Empty));
        Output(changed, "Id").ShouldBe(id);
        node = await Described(house);
        (node.String("ComputerName"), node.String("IPAddress"), node.Has("Name")).ShouldBe(("203.0.113.7", "203.0.113.7", false));
        (await Tags(house, id)).ShouldBe("""[{"Key":"Role","Value":"db"}]""");

        await house.Delete("n");
        (await house.Call("ssm", "DescribeInstanceInformation")).Array("InstanceInformationList").Count.ShouldBe(0);
        (await house.Refused("ssm", "DeregisterManagedInstance", ("InstanceId", id))).Code.ShouldBe("InvalidInstanceId");
        Recorded(house, "changes").ShouldBe(["RegisterManagedInstance", "RegisterManagedInstance", "AddTagsToResource", "RemoveTagsFromResource", "DeregisterManagedInstance"], ignoreOrder: true);
        Recorded(house, "trail").ShouldContain("RegisterManagedInstance");
    }

    [Fact]
    public async Task A_node_that_somebody_deregistered_can_be_deleted()
    {
        await using var house = Open();
        var id = Output(await house.Create("n", Template), "Id");
        await house.Call("ssm", "DeregisterManagedInstance", ("InstanceId", id));

        (await house.Delete("n")).String("StackStatus").ShouldBe("DELETE_COMPLETE");
    }

    [Fact]
    public async Task All_bad_properties_are_told_before_anything_is_deployed()
    {
        await using var house = Open();

        var refusal = await house.Refused(
            "cloudformation", "CreateStack", ("StackName", "n"),
            ("TemplateBody", "Resources: {Web: {Type: 'Quell::SSM::ManagedNode', Properties: {Host: -oProxyCommand=x, User: 'a b', Port: 0, PlatformType: Windows, IdentityFile: key, HostKey: nonsense}}}"));

        refusal.Code.ShouldBe("ValidationError");
        foreach (var property in new[] { "Host", "User", "Port", "PlatformType", "IdentityFile", "HostKey" })
        {
            refusal.Message.ShouldContain($"Value of property {property} must be ");
        }
    }

    [Fact]
    public async Task What_only_turns_out_when_it_is_deployed_is_refused_too()
    {
        await using var house = Open();
        await house.Call("ssm", "PutParameter", ("Name", "/host"), ("Value", "-oProxyCommand=x"), ("Type", "String"));

        await house.Create("n", Template, ("Parameters", JsonValue.Parse("""[{"ParameterKey":"Host","ParameterValue":"{{resolve:ssm:/host}}"}]""")));

        (await house.Reasons("n")).ShouldContain("Value of property Host must be the name or address of a host");
    }

    [Fact]
    public async Task A_host_that_Quell_was_not_started_for_is_refused()
    {
        await using var house = StackHouse.Open();

        (await house.Create("n", Template)).String("StackStatus").ShouldBe("ROLLBACK_COMPLETE");

        (await house.Reasons("n")).ShouldContain("Quell was not started for commands on the host web1.example.com. If that is meant, start it with --managed-host web1.example.com.");
    }

    private static List<string> Recorded(StackHouse house, string table) => [.. house.Engines.Journal
        .Read(connection => connection.Query($"SELECT record FROM {table}", row => (JsonObject)JsonValue.Parse((byte[])row.GetValue(0))))
        .Where(record => record.String("service") == "ssm" || record.String("eventSource") == "ssm.amazonaws.com")
        .Select(record => (record.String("operation") ?? record.String("eventName"))!)];

    private static StackHouse Open() => StackHouse.Open(options => options with { ManagedHosts = ["web1.example.com", "203.0.113.7", "-oProxyCommand=x"] });

    private static string Output(JsonObject stack, string key) => stack.Array("Outputs").Objects.Single(output => output.String("OutputKey") == key).String("OutputValue")!;

    private static async Task<JsonObject> Described(StackHouse house) => (await house.Call("ssm", "DescribeInstanceInformation")).Array("InstanceInformationList").Objects.Single();

    private static async Task<string> Tags(StackHouse house, string id) =>
        (await house.Call("ssm", "ListTagsForResource", ("ResourceType", "ManagedInstance"), ("ResourceId", id))).Array("TagList").ToString();
}
