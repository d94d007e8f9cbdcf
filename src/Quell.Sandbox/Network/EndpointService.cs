using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>An AWS service that VPC endpoints lead to: <c>com.amazonaws.REGION.NAME</c>. Any name is taken for a service.</summary>
internal sealed record EndpointService(string FullName, string Region, string Name)
{
    /// <summary>The two that have gateway endpoints (AWS PrivateLink Guide, "Gateway endpoints"), with us-east-1's prefix lists.</summary>
    private static readonly Dictionary<string, string> Gateways = new() { ["s3"] = "pl-63a5400a", ["dynamodb"] = "pl-02cd2c6b" };

    /// <summary>The prefix list that stands for the service's addresses in route tables.</summary>
    public string PrefixListId => Region == "us-east-1" && Gateways.TryGetValue(Name, out var id)
        ? id
        : "pl-" + new IdSource("prefix-list", FullName).Hex(8);

    public static EndpointService Read(Ec2Region ec2, string fullName)
    {
        var prefix = $"com.amazonaws.{ec2.Scope.Region}.";
        return fullName.StartsWith(prefix, StringComparison.Ordinal) && fullName.Length > prefix.Length
            && fullName[prefix.Length..].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
            ? new(fullName, ec2.Scope.Region, fullName[prefix.Length..])
            : throw new AwsException("InvalidServiceName", $"The Vpc Endpoint Service '{fullName}' does not exist");
    }

    /// <summary>The type of endpoint, where the service has such endpoints.</summary>
    public string Check(string type)
    {
        var available = Gateways.ContainsKey(Name) ? new[] { "Gateway", "Interface" } : ["Interface"];
        return available.Contains(type)
            ? type
            : throw new AwsException(
                "InvalidParameter", $"Endpoint type ({type}) does not match available service types ([{string.Join(", ", available)}]).");
    }
}
