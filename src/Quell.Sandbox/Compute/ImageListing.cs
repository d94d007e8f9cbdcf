using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>DescribeImages: the account's own, and those that other accounts have opened to it or to everybody. AWS's are not there.</summary>
internal static class ImageListing
{
    private static readonly Filters ImageFilters = new()
    {
        ["architecture"] = "Architecture",
        ["block-device-mapping.delete-on-termination"] = "BlockDeviceMappings.Ebs.DeleteOnTermination",
        ["block-device-mapping.device-name"] = "BlockDeviceMappings.DeviceName",
        ["block-device-mapping.encrypted"] = "BlockDeviceMappings.Ebs.Encrypted",
        ["block-device-mapping.snapshot-id"] = "BlockDeviceMappings.Ebs.SnapshotId",
        ["block-device-mapping.volume-size"] = "BlockDeviceMappings.Ebs.VolumeSize",
        ["block-device-mapping.volume-type"] = "BlockDeviceMappings.Ebs.VolumeType",
        ["creation-date"] = "CreationDate",
        ["description"] = "Description",
        ["ena-support"] = "EnaSupport",
        ["hypervisor"] = "Hypervisor",
        ["image-id"] = "ImageId",
        ["image-type"] = "ImageType",
        ["is-public"] = "Public",
        ["name"] = "Name",
        ["owner-id"] = "OwnerId",
        ["platform-details"] = "PlatformDetails",
        ["root-device-name"] = "RootDeviceName",
        ["root-device-type"] = "RootDeviceType",
        ["source-image-id"] = "SourceImageId",
        ["source-image-region"] = "SourceImageRegion",
        ["source-instance-id"] = "SourceInstanceId",
        ["state"] = "State",
        ["virtualization-type"] = "VirtualizationType",
    };

    public static OperationTable AddImageListing(this OperationTable table) => table.AddEc2(
        "DescribeImages",
        "ImageIds Owners ExecutableUsers IncludeDeprecated IncludeDisabled Filters MaxResults NextToken",
        DescribeImages);

    /// <summary>The images that the account can launch in this region, ordered by id.</summary>
    public static IEnumerable<JsonObject> Visible(Ec2Region ec2)
    {
        foreach (var (owner, image) in ec2.InAllAccounts(Ec2Kinds.Image).OrderBy(entry => Id(entry.Resource), StringComparer.Ordinal))
        {
            var permissions = ImageAttributes.PermissionsOf(owner, Id(image));
            var shown = image.With("Public", SharingPermissions.IsPublic(permissions));
            if (owner.Scope == ec2.Scope)
            {
                yield return shown;
            }
            else if (SharingPermissions.IsPublic(permissions) || SharingPermissions.Names(permissions, ec2.OwnerId))
            {
                yield return shown.With("Tags", JsonArray.Empty);
            }
        }
    }

    private static string Id(JsonObject image) => image.Text("ImageId");

    // The sandbox's images are neither deprecated nor disabled: to include those adds none.
    private static JsonObject DescribeImages(Ec2Region ec2, JsonObject input)
    {
        var (ids, owners, users) = (input.Texts("ImageIds"), input.Texts("Owners"), input.Texts("ExecutableUsers"));
        var visible = Visible(ec2).ToList();
        ids.ToList().ForEach(Ec2Kinds.Image.RefuseMalformed);
        var missing = ids.Where(id => visible.All(image => Id(image) != id)).ToList();
        if (missing.Count > 0)
        {
            throw Ec2Kinds.Image.NotFound(missing);
        }

        var selected = visible
            .Where(image => ids.Count == 0 || ids.Contains(Id(image)))
            .Where(image => owners.Count == 0 || owners.Any(owner => (owner == "self" ? ec2.OwnerId : owner) == image.String("OwnerId")))
            .Where(image => users.Count == 0 || users.Any(user => IsOpenTo(ec2, image, user)));
        var (page, token) = Page.Of(ImageFilters.Apply(selected, input.Array("Filters")), Id, input);
        return JsonObject.Of(("Images", page), ("NextToken", token is null ? null : (JsonValue)token));
    }

    /// <param name="ec2">Where.</param>
    /// <param name="image">A visible image.</param>
    /// <param name="user"><c>self</c>, <c>all</c> or an account's id: who has an explicit permission.</param>
    private static bool IsOpenTo(Ec2Region ec2, JsonObject image, string user) => user == "all"
        ? image.Bool("Public") == true
        : SharingPermissions.Names(
            ImageAttributes.PermissionsOf(ec2.At(ec2.Scope with { Account = image.Text("OwnerId") }), Id(image)), user == "self" ? ec2.OwnerId : user);
}
