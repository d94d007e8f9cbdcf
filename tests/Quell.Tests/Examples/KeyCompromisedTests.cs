using Quell.Engine.Json;

namespace Quell.Tests.Examples;

[Trait("Requirement", "A35")]
[Trait("Requirement", "N34")]
public sealed class KeyCompromisedTests
{
    [RealClientFact]
    public async Task A_finding_about_a_key_takes_everything_from_its_user()
    {
        await using var quell = await QuellProcess.Start([QuellProcess.Example("key-compromised/template.yaml")]);
        using var told = await SubscribedQueue.To(quell, (await quell.Aws("sns", "list-topics")).Array("Topics").Objects.Single().String("TopicArn") ?? "");
        await quell.Aws("iam", "create-user", "--user-name", "ann");
        var key = (await quell.Aws("iam", "create-access-key", "--user-name", "ann")).Object("AccessKey")!.String("AccessKeyId")!;

        await Findings.Deliver(quell, JsonObject.Of(
            ("type", "UnauthorizedAccess:IAMUser/MaliciousIPCaller"), ("severity", 5),
            ("resource", JsonObject.Of(("resourceType", "AccessKey"), ("accessKeyDetails", JsonObject.Of(("userType", "IAMUser"), ("userName", "ann")))))));

        (await told.Next()).ShouldContain(key);
        (await quell.Aws("iam", "list-access-keys", "--user-name", "ann")).Array("AccessKeyMetadata").Objects.Single().String("Status").ShouldBe("Inactive");
        (await quell.Aws("iam", "list-user-policies", "--user-name", "ann")).Array("PolicyNames").ToString().ShouldBe("""["QuellDenyAll"]""");
    }
}
