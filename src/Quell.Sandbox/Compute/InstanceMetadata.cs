using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>The options of an instance's metadata service, IMDSv2 above all (EC2 User Guide, "Configure the Instance Metadata Service options").</summary>
internal static class InstanceMetadata
{
    public const int FarthestHop = 64;

    private const string Options = "HttpTokens HttpPutResponseHopLimit HttpEndpoint HttpProtocolIpv6 InstanceMetadataTags";

    private static readonly JsonObject Standard = JsonObject.Of(
        ("State", "applied"),
        ("HttpTokens", "optional"),
        ("HttpPutResponseHopLimit", 1),
        ("HttpEndpoint", "enabled"),
        ("HttpProtocolIpv6", "disabled"),
        ("InstanceMetadataTags", "disabled"));

    public static OperationTable AddInstanceMetadata(this OperationTable table) =>
        table.AddEc2("ModifyInstanceMetadataOptions", $"InstanceId {Options}", ModifyInstanceMetadataOptions);

    /// <summary>The options of an instance that is launched with these; the account has its defaults, and an image can demand IMDSv2.</summary>
    public static JsonObject Of(Ec2Region ec2, JsonObject? image, JsonObject given)
    {
        var standard = image?.String("ImdsSupport") == "v2.0"
            ? Standard.With("HttpTokens", "required").With("HttpPutResponseHopLimit", 2)
            : Standard;
        return With(standard.Merge(InstanceMetadataDefaults.Of(ec2)), given);
    }

    /// <summary>Changes the options that are given; the others stay.</summary>
    private static JsonObject ModifyInstanceMetadataOptions(Ec2Region ec2, JsonObject input)
    {
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        var given = input.Without("InstanceId").Without("DryRun");
        if (given.Count == 0)
        {
            throw new AwsException("InvalidParameterCombination", "The request must contain at least one metadata option.");
        }

        if (InstanceState.Of(instance) is "shutting-down" or "terminated")
        {
            throw new AwsException(
                "IncorrectInstanceState", $"The instance '{instance.String("InstanceId")}' is not in a state from which its metadata options can be modified.");
        }

        var options = With(instance.Object("MetadataOptions") ?? Standard, given);
        ec2.Put(Ec2Kinds.Instance, instance.With("MetadataOptions", options));
        return JsonObject.Of(
            ("InstanceId", instance["InstanceId"]), ("InstanceMetadataOptions", options.With("State", "pending")));
    }

    private static JsonObject With(JsonObject options, JsonObject given)
    {
        if (given.Long("HttpPutResponseHopLimit") is < 1 or > FarthestHop)
        {
            throw Inputs.InvalidValue(
                $"{given.Long("HttpPutResponseHopLimit")}", "HttpPutResponseHopLimit", $"The value must be between 1 and {FarthestHop}.");
        }

        return options.Merge(given);
    }
}
