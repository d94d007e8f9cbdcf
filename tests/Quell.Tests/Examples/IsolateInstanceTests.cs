using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "A36")]
[Trait("Requirement", "N22")]
[Trait("Requirement", "D15")]
public sealed class IsolateInstanceTests
{
    [RealClientFact]
    public async Task A_finding_isolates_an_instance_at_once_and_one_of_production_after_an_approval()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("isolate-instance/template.yaml")]);
        using var told = await SubscribedQueue.To(quell, (await quell.Aws("sns", "list-topics")).Array("Topics").Objects.Single().String("TopicArn") ?? "");
        var (test, production) = (await Launch(quell, "test"), await Launch(quell, "production"));

        await Find(quell, test);
        (await told.Next()).ShouldContain($"{test} is in sg-");
        (await Groups(quell, test)).ShouldBe(["quell-quarantine"]);

        await Find(quell, production);
        var request = await told.Next();
        request.ShouldContain($"Isolate the production instance {production}?");
        (await Groups(quell, production)).ShouldBe(["default"], "nobody has approved yet");
        var approval = ((JsonObject)await quell.Quell("approvals")).Array("approvals").Objects.Single();
        await quell.Quell("approve", approval.String("id")!, "--comment", "seen with the owner");
        (await told.Next()).ShouldContain($"{production} is in sg-");
        (await Groups(quell, production)).ShouldBe(["quell-quarantine"]);
    }

    [RealClientFact]
    public async Task What_is_denied_stays_as_it_is_and_is_told()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("isolate-instance/template.yaml")]);
        using var told = await SubscribedQueue.To(quell, (await quell.Aws("sns", "list-topics")).Array("Topics").Objects.Single().String("TopicArn") ?? "");
        var production = await Launch(quell, "production");

        await Find(quell, production, severity: 5);
        await Find(quell, production);
        await told.Next();
        var approval = ((JsonObject)await quell.Quell("approvals")).Array("approvals").Objects.ShouldHaveSingleItem("a finding of medium severity asks nobody");
        await quell.Quell("deny", approval.String("id")!, "--comment", "a drill");

        (await told.Next()).ShouldContain("it was refused");
        (await Groups(quell, production)).ShouldBe(["default"]);
    }

    private static async Task<string> Launch(QuellProcess quell, string environment) => (await quell.Aws(
        "ec2", "run-instances", "--image-id", "ami-12345678",
        "--tag-specifications", $"ResourceType=instance,Tags=[{{Key=Environment,Value={environment}}}]")).Array("Instances").Objects.Single().String("InstanceId")!;

    private static Task Find(QuellProcess quell, string instance, int severity = 8) => Findings.Deliver(quell, JsonObject.Of(
        ("type", "Backdoor:EC2/C&CActivity.B"), ("severity", severity),
        ("resource", JsonObject.Of(("resourceType", "Instance"), ("instanceDetails", JsonObject.Of(("instanceId", instance)))))));

    private static async Task<IEnumerable<string?>> Groups(QuellProcess quell, string instance) =>
        (await quell.Aws("ec2", "describe-instances", "--instance-ids", instance)).Array("Reservations").Objects.Single().Array("Instances").Objects.Single()
            .Array("NetworkInterfaces").Objects.SelectMany(each => each.Array("Groups").Objects.Select(group => group.String("GroupName")));
}
