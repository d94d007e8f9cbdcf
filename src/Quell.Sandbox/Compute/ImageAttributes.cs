using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>What can be changed of an image, its launch permission above all: one attribute a call.</summary>
internal static class ImageAttributes
{
    private const string Permissions = "LaunchPermissions";
    private const string LaunchPermission = "launchPermission";

    public static OperationTable AddImageAttributes(this OperationTable table) => table
        .AddEc2(
            "ModifyImageAttribute",
            "ImageId Attribute Value Description ImdsSupport LaunchPermission OperationType UserIds UserGroups",
            ModifyImageAttribute)
        .AddEc2("DescribeImageAttribute", "ImageId Attribute", DescribeImageAttribute)
        .AddEc2("ResetImageAttribute", "ImageId Attribute", ResetImageAttribute)
        .AddEc2("EnableImageBlockPublicAccess", "ImageBlockPublicAccessState", ImageBlockPublicAccess.Enable)
        .AddEc2("DisableImageBlockPublicAccess", "", ImageBlockPublicAccess.Disable)
        .AddEc2("GetImageBlockPublicAccessState", "", ImageBlockPublicAccess.Get);

    public static JsonArray PermissionsOf(Ec2Region ec2, string imageId) => ec2.Attributes(Ec2Kinds.Image, imageId).Array(Permissions);

    private static JsonObject ModifyImageAttribute(Ec2Region ec2, JsonObject input)
    {
        var image = ec2.Need(Ec2Kinds.Image, input.Text("ImageId"));
        switch (Attribute(input))
        {
            case LaunchPermission:
                SetPermissions(ec2, image, SharingPermissions.Read(input, "LaunchPermission", "UserGroups"));
                break;
            case "description":
                ec2.Put(Ec2Kinds.Image, image.With("Description", input.Object("Description")?["Value"] ?? input["Value"] ?? ""));
                break;
            case "imdsSupport":
                ec2.Put(Ec2Kinds.Image, image.With("ImdsSupport", ImdsSupport(input)));
                break;
            case var other:
                throw Unknown(other);
        }

        return JsonObject.Empty;
    }

    /// <summary>The one attribute that the call changes, named or given by its own parameter.</summary>
    private static string Attribute(JsonObject input)
    {
        string[] given =
        [
            .. input.Has("LaunchPermission") || input.Has("OperationType") ? (string[])[LaunchPermission] : [],
            .. input.Has("Description") ? (string[])["description"] : [],
            .. input.Has("ImdsSupport") ? (string[])["imdsSupport"] : [],
        ];
        return given.Append(input.String("Attribute")).OfType<string>().Distinct().ToArray() switch
        {
            [var only] => only,
            [] => throw new AwsException("MissingParameter", "No attributes specified."),
            _ => throw new AwsException("InvalidParameterCombination", "Fields for multiple attribute types specified."),
        };
    }

    /// <summary>An image that demands IMDSv2 does so for good.</summary>
    private static string ImdsSupport(JsonObject input) => (input.Object("ImdsSupport")?.String("Value") ?? input.String("Value")) is "v2.0"
        ? "v2.0"
        : throw Inputs.InvalidValue(input.Object("ImdsSupport")?.String("Value") ?? "", "imdsSupport", "Expected: v2.0.");

    private static void SetPermissions(Ec2Region ec2, JsonObject image, SharingPermissions change)
    {
        if (change.AddsEverybody && ImageBlockPublicAccess.IsOn(ec2))
        {
            throw new AwsException(
                "OperationNotPermitted", "You can't publicly share this image because block public access for AMIs is enabled in the account for this Region.");
        }

        Put(ec2, image, change.Apply(PermissionsOf(ec2, image.Text("ImageId"))));
    }

    private static void Put(Ec2Region ec2, JsonObject image, JsonArray permissions)
    {
        var id = image.Text("ImageId");
        ec2.PutAttributes(Ec2Kinds.Image, id, ec2.Attributes(Ec2Kinds.Image, id).With(Permissions, permissions));
    }

    private static JsonObject DescribeImageAttribute(Ec2Region ec2, JsonObject input)
    {
        var image = ec2.Need(Ec2Kinds.Image, input.Text("ImageId"));
        (string, JsonValue) attribute = input.Text("Attribute") switch
        {
            LaunchPermission => (Permissions, PermissionsOf(ec2, image.Text("ImageId"))),
            "description" => ("Description", Valued(image["Description"])),
            "imdsSupport" => ("ImdsSupport", Valued(image["ImdsSupport"])),
            "bootMode" => ("BootMode", Valued(image["BootMode"])),
            "sriovNetSupport" => ("SriovNetSupport", Valued(image["SriovNetSupport"])),
            "blockDeviceMapping" => ("BlockDeviceMappings", image.Array("BlockDeviceMappings")),
            "kernel" => ("KernelId", JsonObject.Empty),
            "ramdisk" => ("RamdiskId", JsonObject.Empty),
            "productCodes" => ("ProductCodes", JsonArray.Empty),
            var other => throw Unknown(other),
        };
        return JsonObject.Of(("ImageId", image["ImageId"]), attribute);
    }

    private static JsonObject ResetImageAttribute(Ec2Region ec2, JsonObject input)
    {
        var image = ec2.Need(Ec2Kinds.Image, input.Text("ImageId"));
        if (input.Text("Attribute") != LaunchPermission)
        {
            throw Unknown(input.Text("Attribute"));
        }

        Put(ec2, image, JsonArray.Empty);
        return JsonObject.Empty;
    }

    private static JsonObject Valued(JsonValue? value) => JsonObject.Of(("Value", value));

    private static AwsException Unknown(string attribute) => Inputs.InvalidValue(attribute, "attribute", "Unknown image attribute.");
}
