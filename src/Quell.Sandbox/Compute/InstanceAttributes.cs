using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;
using Quell.Sandbox.Storage;

namespace Quell.Sandbox.Compute;

/// <summary>DescribeInstanceAttribute and ModifyInstanceAttribute: one attribute a call.</summary>
internal static class InstanceAttributes
{
    private static readonly string[] Names =
    [
        "Groups", "SourceDestCheck", "DisableApiTermination", "DisableApiStop", "InstanceType", "UserData",
        "InstanceInitiatedShutdownBehavior", "EbsOptimized", "EnaSupport", "SriovNetSupport",
    ];

    public static OperationTable AddInstanceAttributes(this OperationTable table) => table
        .AddEc2("DescribeInstanceAttribute", "InstanceId Attribute", DescribeInstanceAttribute)
        .AddEc2("ModifyInstanceAttribute", $"InstanceId Attribute Value BlockDeviceMappings {string.Join(' ', Names)}", ModifyInstanceAttribute);

    private static JsonObject DescribeInstanceAttribute(Ec2Region ec2, JsonObject input)
    {
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        var kept = ec2.Attributes(Ec2Kinds.Instance, instance.Text("InstanceId"));
        (string, JsonValue?) attribute = input.Text("Attribute") switch
        {
            "instanceType" => ("InstanceType", Valued(instance["InstanceType"])),
            "userData" => ("UserData", Valued(kept["UserData"])),
            "disableApiTermination" => ("DisableApiTermination", Valued(kept["DisableApiTermination"])),
            "disableApiStop" => ("DisableApiStop", Valued(kept["DisableApiStop"])),
            "instanceInitiatedShutdownBehavior" => (
                "InstanceInitiatedShutdownBehavior", Valued(kept["InstanceInitiatedShutdownBehavior"])),
            "rootDeviceName" => ("RootDeviceName", Valued(instance["RootDeviceName"])),
            "blockDeviceMapping" => ("BlockDeviceMappings", instance["BlockDeviceMappings"]),
            "sourceDestCheck" => ("SourceDestCheck", Valued(instance["SourceDestCheck"])),
            "groupSet" => ("Groups", instance["SecurityGroups"]),
            "ebsOptimized" => ("EbsOptimized", Valued(instance["EbsOptimized"])),
            "enaSupport" => ("EnaSupport", Valued(instance["EnaSupport"])),
            "kernel" => ("KernelId", JsonObject.Empty),
            "ramdisk" => ("RamdiskId", JsonObject.Empty),
            "productCodes" => ("ProductCodes", JsonArray.Empty),
            "sriovNetSupport" => ("SriovNetSupport", kept.Has("SriovNetSupport") ? Valued(kept["SriovNetSupport"]) : JsonObject.Empty),
            "enclaveOptions" => ("EnclaveOptions", JsonObject.Of(("Enabled", false))),
            var other => throw Unknown(other),
        };
        return JsonObject.Of(("InstanceId", instance["InstanceId"]), attribute);
    }

    private static JsonObject Valued(JsonValue? value) => JsonObject.Of(("Value", value));

    private static AwsException Unknown(string attribute) =>
        Inputs.InvalidValue(attribute, "attribute", "Unknown attribute.");

    private static JsonObject ModifyInstanceAttribute(Ec2Region ec2, JsonObject input)
    {
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        if (input.Array("BlockDeviceMappings") is { Count: > 0 } mappings)
        {
            KeepVolumes(ec2, instance, input, mappings);
            return JsonObject.Empty;
        }

        var (name, value) = Change(input);
        switch (name)
        {
            case "Groups":
                SetGroups(ec2, instance, input.Texts("Groups"));
                break;
            case "SourceDestCheck":
                NetworkInterfaceAttributes.SetSourceDestCheck(
                    ec2, InstanceInterfaces.Only(ec2, instance.Text("InstanceId")), Boolean(name, value));
                break;
            case "InstanceType" or "EbsOptimized" or "EnaSupport":
                NeedStopped(instance);
                ec2.Put(Ec2Kinds.Instance, instance.With(name, name == "InstanceType" ? Type(value) : Boolean(name, value)));
                break;
            case "SriovNetSupport":
                NeedStopped(instance);
                Keep(ec2, instance, name, value is JsonString { Value: "simple" } ? value : throw Unsuited(name, value));
                break;
            case "UserData":
                NeedStopped(instance);
                Keep(ec2, instance, name, value);
                break;
            case "InstanceInitiatedShutdownBehavior":
                Keep(ec2, instance, name, value is JsonString { Value: "stop" or "terminate" } ? value : throw Unsuited(name, value));
                break;
            default:
                Keep(ec2, instance, name, Boolean(name, value));
                break;
        }

        return JsonObject.Empty;
    }

    /// <summary>The one attribute that the call changes, given by its own parameter or by <c>Attribute</c> and <c>Value</c>.</summary>
    private static (string Name, JsonValue? Value) Change(JsonObject input)
    {
        var given = Array.FindAll(Names, input.Has);
        if (given.Length + (input.Has("Attribute") ? 1 : 0) != 1)
        {
            throw new AwsException(
                given.Length == 0 ? "MissingParameter" : "InvalidParameterCombination",
                given.Length == 0 ? "No attributes specified." : "Fields for multiple attribute types specified.");
        }

        if (given.Length == 1)
        {
            return (given[0], input.Object(given[0])?["Value"]);
        }

        var attribute = input.Text("Attribute");
        var name = Array.Find(Names[1..], name => name.Equals(attribute, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(attribute);
        return (name, input["Value"]);
    }

    /// <summary>Sets which volumes go with the instance when it is terminated (EC2 API Reference, "ModifyInstanceAttribute").</summary>
    private static void KeepVolumes(Ec2Region ec2, JsonObject instance, JsonObject input, JsonArray mappings)
    {
        if (Array.Exists(Names, input.Has) || input.String("Attribute") is not (null or "blockDeviceMapping"))
        {
            throw new AwsException("InvalidParameterCombination", "Fields for multiple attribute types specified.");
        }

        foreach (var mapping in mappings.Objects)
        {
            var ebs = mapping.Object("Ebs") ?? JsonObject.Empty;
            InstanceVolumes.SetDeleteOnTermination(
                ec2, instance.Text("InstanceId"), mapping.String("DeviceName") ?? "", ebs.Bool("DeleteOnTermination") ?? true);
        }
    }

    private static JsonValue? Type(JsonValue? value) =>
        value is JsonString type && InstanceTypes.IsName(type.Value) ? value : throw Unsuited("InstanceType", value);

    /// <summary>Replaces all of the instance's groups (EC2 API Reference, "ModifyInstanceAttribute").</summary>
    private static void SetGroups(Ec2Region ec2, JsonObject instance, IReadOnlyList<string> ids) => NetworkInterfaceAttributes.SetGroups(
        ec2, InstanceInterfaces.Only(ec2, instance.Text("InstanceId")), ids);

    private static void Keep(Ec2Region ec2, JsonObject instance, string name, JsonValue? value)
    {
        var id = instance.Text("InstanceId");
        ec2.PutAttributes(Ec2Kinds.Instance, id, ec2.Attributes(Ec2Kinds.Instance, id).With(name, value));
    }

    private static void NeedStopped(JsonObject instance)
    {
        if (InstanceState.Of(instance) != "stopped")
        {
            throw new AwsException(
                "IncorrectInstanceState", $"The instance '{instance.String("InstanceId")}' is not in the 'stopped' state.");
        }
    }

    private static bool Boolean(string name, JsonValue? value) => value switch
    {
        JsonBoolean boolean => boolean.Value,
        JsonString text when bool.TryParse(text.Value, out var parsed) => parsed,
        _ => throw Unsuited(name, value),
    };

    private static AwsException Unsuited(string name, JsonValue? value) =>
        Inputs.Invalid($"Invalid value '{(value as JsonString)?.Value ?? value?.ToString()}' for {char.ToLowerInvariant(name[0])}{name[1..]}");
}
