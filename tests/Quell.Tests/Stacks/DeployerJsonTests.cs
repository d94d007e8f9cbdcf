using Quell.Aws.Calls;
using Quell.Stacks;

namespace Quell.Tests.Stacks;

public sealed class DeployerJsonTests
{
    [Fact]
    public void A_deployer_comes_back_as_it_was_with_the_policies_of_its_session()
    {
        var deployer = new Principal
        {
            Type = "AssumedRole",
            PrincipalId = "AROA:me",
            Arn = "arn:aws:sts::123456789012:assumed-role/r/me",
            Account = "123456789012",
            AccessKeyId = "ASIA1",
            Session = new RoleSession("AROA", "arn:aws:iam::123456789012:role/r", "r", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)) { Policies = ["{}"] },
        };

        var read = DeployerJson.Read(DeployerJson.Write(deployer));

        read.Session.ShouldNotBeNull().Policies.ShouldBe(["{}"]);
        (read with { Session = null }).ShouldBe(deployer with { Session = null });
    }
}
