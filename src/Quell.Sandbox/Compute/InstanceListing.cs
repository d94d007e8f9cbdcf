using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>DescribeInstances and DescribeInstanceStatus.</summary>
internal static class InstanceListing
{
    private static readonly Listing All = new(Ec2Kinds.Instance, "Instances", "InstanceIds", new Filters
    {
        ["architecture"] = "Architecture",
        ["availability-zone"] = "Placement.AvailabilityZone",
        ["block-device-mapping.delete-on-termination"] = "BlockDeviceMappings.Ebs.DeleteOnTermination",
        ["block-device-mapping.device-name"] = "BlockDeviceMappings.DeviceName",
        ["block-device-mapping.status"] = "BlockDeviceMappings.Ebs.Status",
        ["block-device-mapping.volume-id"] = "BlockDeviceMappings.Ebs.VolumeId",
        ["client-token"] = "ClientToken",
        ["dns-name"] = "PublicDnsName",
        ["ebs-optimized"] = "EbsOptimized",
        ["ena-support"] = "EnaSupport",
        ["hibernation-options.configured"] = "HibernationOptions.Configured",
        ["hypervisor"] = "Hypervisor",
        ["iam-instance-profile.arn"] = "IamInstanceProfile.Arn",
        ["iam-instance-profile.id"] = "IamInstanceProfile.Id",
        ["image-id"] = "ImageId",
        ["instance-id"] = "InstanceId",
        ["instance-state-code"] = "State.Code",
        ["instance-state-name"] = "State.Name",
        ["instance-type"] = "InstanceType",
        ["instance.group-id group-id"] = "SecurityGroups.GroupId",
        ["instance.group-name group-name"] = "SecurityGroups.GroupName",
        ["ip-address"] = "PublicIpAddress",
        ["key-name"] = "KeyName",
        ["launch-index"] = "AmiLaunchIndex",
        ["launch-time"] = "LaunchTime",
        ["metadata-options.http-endpoint"] = "MetadataOptions.HttpEndpoint",
        ["metadata-options.http-put-response-hop-limit"] = "MetadataOptions.HttpPutResponseHopLimit",
        ["metadata-options.http-tokens"] = "MetadataOptions.HttpTokens",
        ["monitoring-state"] = "Monitoring.State",
        ["network-interface.addresses.private-ip-address"] = "NetworkInterfaces.PrivateIpAddresses.PrivateIpAddress",
        ["network-interface.attachment.attachment-id"] = "NetworkInterfaces.Attachment.AttachmentId",
        ["network-interface.attachment.device-index"] = "NetworkInterfaces.Attachment.DeviceIndex",
        ["network-interface.group-id"] = "NetworkInterfaces.Groups.GroupId",
        ["network-interface.group-name"] = "NetworkInterfaces.Groups.GroupName",
        ["network-interface.mac-address"] = "NetworkInterfaces.MacAddress",
        ["network-interface.network-interface-id"] = "NetworkInterfaces.NetworkInterfaceId",
        ["network-interface.status"] = "NetworkInterfaces.Status",
        ["network-interface.subnet-id"] = "NetworkInterfaces.SubnetId",
        ["network-interface.vpc-id"] = "NetworkInterfaces.VpcId",
        ["owner-id"] = "Reservation.OwnerId",
        ["placement-group-name"] = "Placement.GroupName",
        ["private-dns-name"] = "PrivateDnsName",
        ["private-ip-address"] = "PrivateIpAddress",
        ["reason"] = "StateTransitionReason",
        ["reservation-id"] = "Reservation.ReservationId",
        ["root-device-name"] = "RootDeviceName",
        ["root-device-type"] = "RootDeviceType",
        ["source-dest-check"] = "SourceDestCheck",
        ["state-reason-code"] = "StateReason.Code",
        ["state-reason-message"] = "StateReason.Message",
        ["subnet-id"] = "SubnetId",
        ["tenancy"] = "Placement.Tenancy",
        ["virtualization-type"] = "VirtualizationType",
        ["vpc-id"] = "VpcId",
    });

    private static readonly Filters StatusFilters = new()
    {
        ["availability-zone"] = "AvailabilityZone",
        ["instance-state-code"] = "InstanceState.Code",
        ["instance-state-name"] = "InstanceState.Name",
        ["instance-status.reachability"] = "InstanceStatus.Details.Status",
        ["instance-status.status"] = "InstanceStatus.Status",
        ["system-status.reachability"] = "SystemStatus.Details.Status",
        ["system-status.status"] = "SystemStatus.Status",
    };

    public static OperationTable AddInstanceListing(this OperationTable table) => table
        .AddEc2("DescribeInstances", "InstanceIds Filters MaxResults NextToken", DescribeInstances)
        .AddEc2("DescribeInstanceStatus", "InstanceIds IncludeAllInstances Filters MaxResults NextToken", DescribeInstanceStatus);

    private static JsonObject DescribeInstances(Ec2Region ec2, JsonObject input)
    {
        RefuseIdsInPages(input);
        var all = Named(ec2, input).Select(instance => instance.With("Reservation", Reservation(ec2, instance)));
        var (page, token) = Page.Of(All.Filters.Apply(all, input.Array("Filters")), Id, input);
        var reservations = page.Objects.GroupBy(instance => instance.Object("Reservation")!).Select(group =>
            (JsonValue)group.Key.With("Instances", JsonArray.From(group
                .OrderBy(instance => instance.Long("AmiLaunchIndex")).Select(instance => instance.Without("Reservation")))));
        return JsonObject.Of(("Reservations", JsonArray.From(reservations)), ("NextToken", token is null ? null : (JsonValue)token));
    }

    private static JsonObject DescribeInstanceStatus(Ec2Region ec2, JsonObject input)
    {
        RefuseIdsInPages(input);
        var all = Named(ec2, input)
            .Where(instance => input.Bool("IncludeAllInstances") == true || InstanceState.Of(instance) == "running")
            .Select(Status);
        var (page, token) = Page.Of(StatusFilters.Apply(all, input.Array("Filters")), Id, input);
        return JsonObject.Of(("InstanceStatuses", page), ("NextToken", token is null ? null : (JsonValue)token));
    }

    private static IEnumerable<JsonObject> Named(Ec2Region ec2, JsonObject input) => All.Select(ec2, input.Without("Filters"));

    private static string Id(JsonObject instance) => instance.Text("InstanceId");

    private static JsonObject Reservation(Ec2Region ec2, JsonObject instance) => JsonObject.Of(
        ("ReservationId", ec2.Attributes(Ec2Kinds.Instance, Id(instance))["ReservationId"]),
        ("OwnerId", ec2.OwnerId),
        ("Groups", JsonArray.Empty));

    private static JsonObject Status(JsonObject instance)
    {
        var running = InstanceState.Of(instance) == "running";
        var check = JsonObject.Of(
            ("Details", running ? [JsonObject.Of(("Name", "reachability"), ("Status", "passed"))] : JsonArray.Empty),
            ("Status", running ? "ok" : "not-applicable"));
        return JsonObject.Of(
            ("AvailabilityZone", instance.Object("Placement")?["AvailabilityZone"]),
            ("Events", JsonArray.Empty),
            ("InstanceId", instance["InstanceId"]),
            ("InstanceState", instance["State"]),
            ("InstanceStatus", check),
            ("SystemStatus", check));
    }

    private static void RefuseIdsInPages(JsonObject input)
    {
        if (input.Array("InstanceIds").Count > 0 && input.Has("MaxResults"))
        {
            throw new AwsException(
                "InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        }
    }
}
