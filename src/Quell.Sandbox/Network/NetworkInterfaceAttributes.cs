using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Network;

/// <summary>What can be changed of a network interface.</summary>
internal static class NetworkInterfaceAttributes
{
    private static readonly string[] Names = ["Groups", "Description", "SourceDestCheck", "Attachment"];

    public static OperationTable AddNetworkInterfaceAttributes(this OperationTable table) => table
        .AddEc2("DescribeNetworkInterfaceAttribute", "NetworkInterfaceId Attribute", DescribeNetworkInterfaceAttribute)
        .AddEc2("ModifyNetworkInterfaceAttribute", $"NetworkInterfaceId {string.Join(' ', Names)}", ModifyNetworkInterfaceAttribute);

    /// <summary>Replaces the interface's security groups by those with the ids, and its instance's with them.</summary>
    public static void SetGroups(Ec2Region ec2, JsonObject networkInterface, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            throw Inputs.Invalid("You must specify at least one security group for the network interface.");
        }

        var subnet = ec2.Need(Ec2Kinds.Subnet, networkInterface.Text("SubnetId"));
        Put(ec2, networkInterface.With("Groups", SecurityGroups.References(ec2, ids, subnet)));
    }

    public static void SetSourceDestCheck(Ec2Region ec2, JsonObject networkInterface, bool value) =>
        Put(ec2, networkInterface.With("SourceDestCheck", value));

    private static JsonObject DescribeNetworkInterfaceAttribute(Ec2Region ec2, JsonObject input)
    {
        var item = ec2.Need(Ec2Kinds.NetworkInterface, input.Text("NetworkInterfaceId"));
        (string, JsonValue?) attribute = input.String("Attribute") switch
        {
            "description" => ("Description", JsonObject.Of(("Value", item["Description"]))),
            "groupSet" => ("Groups", item["Groups"]),
            "sourceDestCheck" => ("SourceDestCheck", JsonObject.Of(("Value", item["SourceDestCheck"]))),
            "attachment" => ("Attachment", item["Attachment"]),
            var other => throw Inputs.InvalidValue(other ?? "", "attribute", "Unknown network interface attribute."),
        };
        return JsonObject.Of(("NetworkInterfaceId", item["NetworkInterfaceId"]), attribute);
    }

    private static JsonObject ModifyNetworkInterfaceAttribute(Ec2Region ec2, JsonObject input)
    {
        var item = ec2.Need(Ec2Kinds.NetworkInterface, input.Text("NetworkInterfaceId"));
        var given = Array.FindAll(Names, input.Has);
        if (given.Length != 1)
        {
            throw new AwsException("InvalidParameterCombination", "Exactly one attribute must be specified.");
        }

        switch (given[0])
        {
            case "Groups":
                SetGroups(ec2, item, input.Texts("Groups"));
                break;
            case "Description":
                Put(ec2, item.With("Description", input.Object("Description")?["Value"] ?? ""));
                break;
            case "SourceDestCheck":
                SetSourceDestCheck(ec2, item, input.Flag("SourceDestCheck") ?? true);
                break;
            default:
                SetDeleteOnTermination(ec2, item, input.Object("Attachment") ?? JsonObject.Empty);
                break;
        }

        return JsonObject.Empty;
    }

    private static void SetDeleteOnTermination(Ec2Region ec2, JsonObject item, JsonObject change)
    {
        var attachment = item.Object("Attachment");
        if (attachment is null || attachment.String("AttachmentId") != change.String("AttachmentId"))
        {
            throw NetworkInterfaceAttachments.NotFound(change.String("AttachmentId") ?? "");
        }

        Put(ec2, item.With("Attachment", attachment.With("DeleteOnTermination", change.Bool("DeleteOnTermination") ?? false)));
    }

    private static void Put(Ec2Region ec2, JsonObject item)
    {
        ec2.Put(Ec2Kinds.NetworkInterface, item);
        InstanceInterfaces.Refresh(ec2, item.Object("Attachment")?.String("InstanceId"));
    }
}
