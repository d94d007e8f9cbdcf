using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "R13")]
[Trait("Requirement", "R14")]
[Trait("Requirement", "R5")]
public sealed class ConfigureInstancesTests
{
    private const string Image = "ami-0123456789abcdef0";

    [RealClientFact]
    public async Task Each_instance_of_a_launch_gets_what_it_lacks_and_keeps_what_it_has()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("configure-instances/template.yaml")]);
        var (subnet, admin, other) = await Network(quell);

        var neither = await Launch(quell, subnet, [other], "--count", "3");
        var noGroup = await Launch(
            quell, subnet, [other], "--tag-specifications",
            "ResourceType=instance,Tags=[{Key=Owner,Value=ann},{Key=Environment,Value=prod},{Key=CostCenter,Value=7},{Key=Mine,Value=yes}]");
        var noTags = await Launch(quell, subnet, [other, admin]);
        foreach (var id in (string[])[.. neither, .. noGroup, .. noTags])
        {
            var instance = await QuellProcess.Eventually(() => Describe(quell, id), found => IsConfigured(found, admin));
            Groups(instance).ShouldBe([other, admin], ignoreOrder: true);
            Tags(instance)["Owner"].ShouldNotBeEmpty();
        }

        var kept = Tags(await Describe(quell, noGroup[0]));
        kept["Owner"].ShouldBe("ann");
        kept["Environment"].ShouldBe("prod");
        kept["Mine"].ShouldBe("yes");
        Tags(await Describe(quell, neither[0]))["Environment"].ShouldBe("staging", "the VPC says so");
    }

    [RealClientFact]
    [Trait("Requirement", "N29")]
    [Trait("Requirement", "N31")]
    public async Task An_instance_that_is_right_is_left_alone_however_often_the_event_comes()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("configure-instances/template.yaml")]);
        var (subnet, admin, other) = await Network(quell);
        var id = (await Launch(quell, subnet, [other]))[0];
        await QuellProcess.Eventually(() => Describe(quell, id), found => IsConfigured(found, admin));
        await QuellProcess.Eventually(() => ExampleRuns.Executions(quell), runs => runs.Count(ExampleRuns.HasSucceeded) == 1);

        var function = (await ExampleRuns.Executions(quell))[0];
        var launched = (await quell.Quell("events", "--limit", "1000")).ToString();
        launched.ShouldContain("RunInstances");
        var payload = Path.Combine(quell.DataFolder, "event.json");
        var input = await RunInstancesEvent(quell);
        await File.WriteAllTextAsync(payload, input.ToString());
        for (var time = 0; time < 10; time++)
        {
            await quell.Aws(
                "lambda", "invoke", "--function-name", function.String("target") ?? "", "--cli-binary-format", "raw-in-base64-out",
                "--payload", $"file://{payload}", Path.Combine(quell.DataFolder, "answer.json"));
        }

        (await ExampleRuns.Changes(quell)).Select(change => change.String("operation")).Order().ShouldBe(["CreateTags", "ModifyInstanceAttribute"]);
    }

    private static async Task<JsonObject> RunInstancesEvent(QuellProcess quell)
    {
        var found = await quell.Aws("cloudtrail", "lookup-events", "--lookup-attributes", "AttributeKey=EventName,AttributeValue=RunInstances");
        var record = (JsonObject)JsonValue.Parse(found.Array("Events").Objects.First().String("CloudTrailEvent") ?? "{}");
        return JsonObject.Of(("id", "00000000-0000-4000-8000-000000000000"), ("source", "aws.ec2"), ("detail", record));
    }

    private static async Task<(string Subnet, string Admin, string Other)> Network(QuellProcess quell)
    {
        var vpc = (await quell.Aws(
            "ec2", "create-vpc", "--cidr-block", "10.0.0.0/16", "--tag-specifications",
            "ResourceType=vpc,Tags=[{Key=Environment,Value=staging}]")).Object("Vpc")?.String("VpcId") ?? "";
        var subnet = (await quell.Aws("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.1.0/24")).Object("Subnet")?.String("SubnetId") ?? "";
        return (subnet, await Group(quell, vpc, "administrators"), await Group(quell, vpc, "web"));
    }

    private static async Task<string> Group(QuellProcess quell, string vpc, string name) =>
        (await quell.Aws("ec2", "create-security-group", "--vpc-id", vpc, "--group-name", name, "--description", name)).String("GroupId") ?? "";

    private static async Task<string[]> Launch(QuellProcess quell, string subnet, string[] groups, params string[] more)
    {
        var answer = await quell.Aws(
            ["ec2", "run-instances", "--image-id", Image, "--instance-type", "t3.micro", "--subnet-id", subnet, "--security-group-ids", .. groups, .. more]);
        return [.. answer.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? "")];
    }

    private static async Task<JsonObject> Describe(QuellProcess quell, string id) =>
        (await quell.Aws("ec2", "describe-instances", "--instance-ids", id)).Array("Reservations").Objects.First().Array("Instances").Objects.First();

    private static bool IsConfigured(JsonObject instance, string admin) =>
        Groups(instance).Contains(admin) && Tags(instance) is var tags && tags.ContainsKey("Owner") && tags.ContainsKey("CostCenter");

    private static IEnumerable<string> Groups(JsonObject instance) =>
        instance.Array("SecurityGroups").Objects.Select(group => group.String("GroupId") ?? "");

    private static Dictionary<string, string> Tags(JsonObject instance) =>
        instance.Array("Tags").Objects.ToDictionary(tag => tag.String("Key") ?? "", tag => tag.String("Value") ?? "");
}
