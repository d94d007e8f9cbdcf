namespace Quell.Sandbox.Network;

/// <summary>The DNS names that addresses have (VPC User Guide, "DNS hostnames").</summary>
internal static class HostNames
{
    public static string Private(string region, string address) =>
        $"ip-{Dashed(address)}.{(region == "us-east-1" ? "ec2" : $"{region}.compute")}.internal";

    public static string Public(string region, string address) =>
        $"ec2-{Dashed(address)}.{(region == "us-east-1" ? "compute-1" : $"{region}.compute")}.amazonaws.com";

    private static string Dashed(string address) => address.Replace('.', '-');
}
