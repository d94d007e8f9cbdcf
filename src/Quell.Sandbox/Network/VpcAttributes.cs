using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>What DescribeVpcAttribute tells and ModifyVpcAttribute sets.</summary>
internal static class VpcAttributes
{
    private static readonly string[] Names = ["EnableDnsSupport", "EnableDnsHostnames", "EnableNetworkAddressUsageMetrics"];

    public static OperationTable AddVpcAttributes(this OperationTable table) => table
        .AddEc2("DescribeVpcAttribute", "VpcId Attribute", DescribeVpcAttribute)
        .AddEc2("ModifyVpcAttribute", "VpcId EnableDnsSupport EnableDnsHostnames EnableNetworkAddressUsageMetrics", ModifyVpcAttribute);

    /// <summary>DNS support is on from the start, host names only in the default VPC (VPC User Guide, "DNS attributes for your VPC").</summary>
    public static JsonObject Initial(bool isDefault) => JsonObject.Of(
        ("EnableDnsSupport", true), ("EnableDnsHostnames", isDefault), ("EnableNetworkAddressUsageMetrics", false));

    private static JsonObject DescribeVpcAttribute(Ec2Region ec2, JsonObject input)
    {
        var id = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId")).Text("VpcId");
        var attribute = input.Text("Attribute");
        var name = Array.Find(Names, name => name.Equals(attribute, StringComparison.OrdinalIgnoreCase))
            ?? throw Inputs.InvalidValue(attribute, "attribute", "Unknown attribute.");
        return JsonObject.Of(
            (name, JsonObject.Of(("Value", ec2.Attributes(Ec2Kinds.Vpc, id).Bool(name) ?? false))), ("VpcId", id));
    }

    private static JsonObject ModifyVpcAttribute(Ec2Region ec2, JsonObject input)
    {
        var id = ec2.Need(Ec2Kinds.Vpc, input.Text("VpcId")).Text("VpcId");
        var given = Array.FindAll(Names, input.Has);
        if (given.Length != 1)
        {
            throw new Quell.Aws.AwsException("InvalidParameterCombination", "Exactly one attribute must be specified.");
        }

        var value = input.Flag(given[0]) ?? throw Inputs.Invalid($"The attribute {given[0]} needs a value.");
        ec2.PutAttributes(Ec2Kinds.Vpc, id, ec2.Attributes(Ec2Kinds.Vpc, id).With(given[0], value));
        return JsonObject.Empty;
    }
}
