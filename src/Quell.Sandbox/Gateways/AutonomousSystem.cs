using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Gateways;

/// <summary>Autonomous system numbers of BGP.</summary>
internal static class AutonomousSystem
{
    /// <summary>The number of Amazon's side has to be private (EC2 API Reference, "CreateVpnGateway"); null stands for the standard one.</summary>
    public static void CheckPrivate(long? number)
    {
        if (number is not (null or (>= 64_512 and <= 65_534) or (>= 4_200_000_000 and <= 4_294_967_294)))
        {
            throw Inputs.InvalidValue($"{number}", "AmazonSideAsn", "Expected 64512 to 65534, or 4200000000 to 4294967294.");
        }
    }
}
