using Quell.Engine.Json;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>What each runbook of the repository needs to find in the account to have something to do.</summary>
internal static class Scenes
{
    public static IReadOnlyDictionary<string, Func<RunbookLab, Task<(string Name, JsonValue? Value)[]>>> All { get; } =
        new Dictionary<string, Func<RunbookLab, Task<(string, JsonValue?)[]>>>(StringComparer.Ordinal)
        {
            ["apply-patches"] = async lab => [("InstanceIds", List(await Instance(lab))), ("Command", "echo patched")],
            ["stop-instance"] = async lab => [("InstanceId", await Instance(lab))],
            ["start-instance"] = async lab =>
            {
                var instance = await Instance(lab);
                await lab.Succeed("stop-instance", ("InstanceId", instance));
                return [("InstanceId", instance)];
            },
            ["revoke-open-ingress"] = async lab => [("GroupId", await OpenGroup(lab)), ("Ports", List("22", "3389"))],
            ["authorize-ingress"] = async lab =>
            {
                var group = await OpenGroup(lab);
                var outputs = await lab.Succeed("revoke-open-ingress", ("GroupId", group), ("Ports", List("22", "3389")));
                return [("GroupId", group), ("Revoked", outputs["revoke.Revoked"]), ("Kept", outputs["revoke.Kept"])];
            },
            ["rotate-access-key"] = async lab => [("UserName", "ann"), ("AccessKeyId", await Key(lab, "ann"))],
            ["reactivate-access-key"] = async lab =>
            {
                var key = await Key(lab, "ann");
                await lab.Call("iam", "UpdateAccessKey", ("UserName", "ann"), ("AccessKeyId", key), ("Status", "Inactive"));
                return [("UserName", "ann"), ("AccessKeyId", key)];
            },
            ["disable-user"] = async lab =>
            {
                await Key(lab, "ann");
                return [("UserName", "ann")];
            },
            ["enable-user"] = async lab =>
            {
                await Key(lab, "ann");
                var outputs = await lab.Succeed("disable-user", ("UserName", "ann"));
                return [("UserName", "ann"), ("Keys", List(outputs["keys.Keys"]))];
            },
            ["isolate-instance"] = async lab => [("InstanceId", await Instance(lab))],
            ["release-instance"] = async lab =>
            {
                var instance = await Instance(lab);
                await lab.Succeed("isolate-instance", ("InstanceId", instance));
                return [("InstanceId", instance)];
            },
            ["block-address"] = async lab => [("NetworkAclId", await Acl(lab)), ("Cidr", "198.51.100.7/32")],
            ["unblock-address"] = async lab =>
            {
                var acl = await Acl(lab);
                var outputs = await lab.Succeed("block-address", ("NetworkAclId", acl), ("Cidr", "198.51.100.7/32"));
                return [("NetworkAclId", acl), ("RuleNumber", outputs["block.RuleNumber"])];
            },
            ["encrypt-bucket"] = async lab => [("BucketName", await Bucket(lab))],
            ["block-public-access"] = async lab => [("BucketName", await Bucket(lab))],
            ["require-imdsv2"] = async lab => [("InstanceId", await Instance(lab))],
            ["enable-flow-logs"] = async lab =>
            {
                await lab.Call("iam", "CreateRole", ("RoleName", "flow-logs"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":"sts:AssumeRole"}]}"""));
                return [("VpcId", await Vpc(lab)), ("DeliveryRoleArn", lab.RoleArn("flow-logs"))];
            },
            ["restart-trail"] = async lab =>
            {
                await lab.Call("s3", "CreateBucket", ("Bucket", "trail-of-the-lab"));
                await lab.Call("s3", "PutBucketPolicy", ("Bucket", "trail-of-the-lab"), ("Policy", TrailPolicy));
                await lab.Call("cloudtrail", "CreateTrail", ("Name", "audit"), ("S3BucketName", "trail-of-the-lab"));
                return [("TrailName", "audit")];
            },
            ["version-bucket"] = async lab => [("BucketName", await Bucket(lab))],
            ["rotate-kms-key"] = async lab => [("KeyId", (await lab.Call("kms", "CreateKey")).Object("KeyMetadata")!.String("KeyId"))],
            ["encrypt-volumes"] = static _ => Task.FromResult<(string, JsonValue?)[]>([]),
            ["strengthen-passwords"] = static _ => Task.FromResult<(string, JsonValue?)[]>([]),
            ["launch-instance"] = static _ => Task.FromResult<(string, JsonValue?)[]>([("ImageId", "ami-12345678"), ("Name", "spare")]),
            ["rotate-vpn-keys"] = async lab => [("VpnConnectionId", await Vpn(lab)), ("SecretName", "vpn/keys")],
            ["reroute"] = async lab =>
            {
                var (table, gateway) = await BackupPath(lab);
                return [("RouteTableId", table), ("DestinationCidrBlock", "192.0.2.0/24"), ("Target", gateway)];
            },
        };

    private const string TrailPolicy = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::trail-of-the-lab"},
          {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::trail-of-the-lab/*"}]}
        """;

    public static JsonArray List(params string[] texts) => JsonArray.From(texts.Select(text => (JsonValue)text));

    /// <summary>A running instance.</summary>
    public static async Task<string> Instance(RunbookLab lab, params (string Key, string Value)[] tags)
    {
        var launched = await lab.Call(
            "ec2", "RunInstances", ("ImageId", "ami-12345678"), ("MinCount", 1), ("MaxCount", 1),
            ("TagSpecifications", tags.Length == 0 ? null : Objects(JsonObject.Of(("ResourceType", "instance"), ("Tags", Objects([.. tags.Select(tag => JsonObject.Of(("Key", tag.Key), ("Value", tag.Value)))]))))));
        var id = launched.Array("Instances").Objects.First().String("InstanceId")!;
        while (await State(lab, id) != "running")
        {
            await Task.Delay(10);
        }

        return id;
    }

    public static async Task<string> State(RunbookLab lab, string instance) => (await Described(lab, instance)).Object("State")!.String("Name")!;

    public static async Task<JsonObject> Described(RunbookLab lab, string instance) =>
        (await lab.Call("ec2", "DescribeInstances", ("InstanceIds", List(instance)))).Array("Reservations").Objects.First().Array("Instances").Objects.First();

    /// <summary>A security group that opens ports 20 to 25 and 3389 to everybody, and 22 to an office.</summary>
    public static async Task<string> OpenGroup(RunbookLab lab)
    {
        var group = (await lab.Call("ec2", "CreateSecurityGroup", ("GroupName", "open"), ("Description", "open"), ("VpcId", await Vpc(lab)))).String("GroupId")!;
        await lab.Call("ec2", "AuthorizeSecurityGroupIngress", ("GroupId", group), ("IpPermissions", Objects(
            Tcp(20, 25, "0.0.0.0/0"), Tcp(3389, 3389, "0.0.0.0/0"), Tcp(22, 22, "203.0.113.0/24"))));
        return group;
    }

    public static async Task<List<string>> Ingress(RunbookLab lab, string group) =>
        [.. (await lab.Call("ec2", "DescribeSecurityGroups", ("GroupIds", List(group)))).Array("SecurityGroups").Objects.First().Array("IpPermissions").Objects
            .SelectMany(rule => rule.Array("IpRanges").Objects.Select(range => $"{rule.Long("FromPort")}-{rule.Long("ToPort")} {range.String("CidrIp")}")).Order(StringComparer.Ordinal)];

    public static async Task<string> Bucket(RunbookLab lab)
    {
        await lab.Call("s3", "CreateBucket", ("Bucket", "bucket-of-the-lab"));
        return "bucket-of-the-lab";
    }

    public static async Task<string> Key(RunbookLab lab, string user)
    {
        await lab.Call("iam", "CreateUser", ("UserName", user));
        return (await lab.Call("iam", "CreateAccessKey", ("UserName", user))).Object("AccessKey")!.String("AccessKeyId")!;
    }

    public static async Task<string> Vpc(RunbookLab lab) => (await lab.Call("ec2", "CreateVpc", ("CidrBlock", "10.0.0.0/16"))).Object("Vpc")!.String("VpcId")!;

    public static async Task<string> Acl(RunbookLab lab)
    {
        var vpc = await Vpc(lab);
        return (await lab.Call("ec2", "DescribeNetworkAcls", ("Filters", Objects(JsonObject.Of(("Name", "vpc-id"), ("Values", List(vpc))))))).Array("NetworkAcls").Objects.First().String("NetworkAclId")!;
    }

    public static async Task<string> Vpn(RunbookLab lab)
    {
        var customer = (await lab.Call("ec2", "CreateCustomerGateway", ("Type", "ipsec.1"), ("BgpAsn", 65_000), ("PublicIp", "198.51.100.1"))).Object("CustomerGateway")!.String("CustomerGatewayId");
        var gateway = (await lab.Call("ec2", "CreateVpnGateway", ("Type", "ipsec.1"))).Object("VpnGateway")!.String("VpnGatewayId");
        var connection = (await lab.Call("ec2", "CreateVpnConnection", ("Type", "ipsec.1"), ("CustomerGatewayId", customer), ("VpnGatewayId", gateway))).Object("VpnConnection")!.String("VpnConnectionId")!;
        while ((await lab.Call("ec2", "DescribeVpnConnections", ("VpnConnectionIds", List(connection)))).Array("VpnConnections").Objects.First().String("State") != "available")
        {
            await Task.Delay(10);
        }

        return connection;
    }

    /// <summary>A route table with a route to 192.0.2.0/24 by an internet gateway, and the network interface of an appliance.</summary>
    private static async Task<(string Table, string Interface)> BackupPath(RunbookLab lab)
    {
        var vpc = await Vpc(lab);
        var subnet = (await lab.Call("ec2", "CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.0.1.0/24"))).Object("Subnet")!.String("SubnetId");
        var gateway = (await lab.Call("ec2", "CreateInternetGateway")).Object("InternetGateway")!.String("InternetGatewayId");
        await lab.Call("ec2", "AttachInternetGateway", ("InternetGatewayId", gateway), ("VpcId", vpc));
        var table = (await lab.Call("ec2", "CreateRouteTable", ("VpcId", vpc))).Object("RouteTable")!.String("RouteTableId")!;
        await lab.Call("ec2", "CreateRoute", ("RouteTableId", table), ("DestinationCidrBlock", "192.0.2.0/24"), ("GatewayId", gateway));
        var appliance = (await lab.Call("ec2", "CreateNetworkInterface", ("SubnetId", subnet))).Object("NetworkInterface")!.String("NetworkInterfaceId")!;
        return (table, appliance);
    }

    private static JsonObject Tcp(int from, int to, string cidr) => JsonObject.Of(
        ("IpProtocol", "tcp"), ("FromPort", from), ("ToPort", to), ("IpRanges", Objects(JsonObject.Of(("CidrIp", cidr)))));

    private static JsonArray Objects(params JsonObject[] objects) => JsonArray.From(objects.Select(each => (JsonValue)each));
}
