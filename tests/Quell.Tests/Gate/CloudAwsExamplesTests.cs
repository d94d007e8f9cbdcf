using Quell.Engine.Json;
using Quell.Tests.Examples;
using static Quell.Tests.Gate.CloudAwsRecords;

namespace Quell.Tests.Gate;

/// <summary>The examples, as they are, with <c>--cloud aws</c>: what is done wrong in the account is put right there.</summary>
[Collection(CloudAwsMoto.Collection)]
public sealed class CloudAwsExamplesTests(CloudAwsMoto moto)
{
    private const string Key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    [MotoFact]
    [Trait("Requirement", "R12")]
    public async Task A_bucket_is_encrypted_there_with_the_keys_of_the_functions_role()
    {
        await moto.Reset();
        await using var quell = await moto.Quell(QuellProcess.Example("encrypt-buckets/template.yaml"), "--parameter", $"KmsKeyArn={Key}");
        await moto.Aws("s3api", "create-bucket", "--bucket", "records");
        await Deliver(quell, "s3", "CreateBucket", JsonObject.Of(("bucketName", "records"), ("Host", "s3.amazonaws.com")));

        await Succeed(quell, 1);
        var rule = await Encryption("records");
        rule.String("SSEAlgorithm").ShouldBe("aws:kms");
        rule.String("KMSMasterKeyID").ShouldBe(Key);
        ShouldBeSignedWithItsRole(moto.Proxy, "PutBucketEncryption", "encrypt-buckets-Role-");
        moto.Proxy.Requests.First(request => request.Operation == "PutBucketEncryption").Target.ShouldStartWith("/records?", customMessage: "path style at an address of its own");
        await ShouldAllBeRecorded(quell, moto.Proxy);

        // What the stack needs is made there too, by whoever operates Quell.
        moto.Proxy.Requests.Where(request => request.Service == "iam" && request.IsChange).Select(request => request.AccessKeyId).Distinct().ShouldBe([CloudAwsMoto.OperatorKey]);
        var fix = (await Changes(quell)).Single(change => change.String("operation") == "PutBucketEncryption");
        fix.String("principal").ShouldStartWith($"arn:aws:sts::{CloudAwsMoto.Account}:assumed-role/encrypt-buckets-Role-");
        fix.String("rule").ShouldStartWith($"arn:aws:events:us-east-1:{CloudAwsMoto.Account}:rule/encrypt-buckets-");

        // What is right is left alone.
        await Deliver(quell, "s3", "PutBucketEncryption", JsonObject.Of(("bucketName", "records")));
        await Succeed(quell, 2);
        moto.Proxy.Requests.Count(request => request.Operation == "PutBucketEncryption").ShouldBe(1);

        // What the stack made there goes with the stack.
        var deleted = await QuellProcess.Run(
            RealClientFactAttribute.AwsCli, ["--endpoint-url", quell.Endpoint, "cloudformation", "delete-stack", "--stack-name", "encrypt-buckets"], CloudAwsMoto.Operator);
        deleted.Code.ShouldBe(0, deleted.Error);
        await QuellProcess.Eventually(() => moto.Proxy.Requests, requests => requests.Any(request => request.Operation == "DeleteRole"));
        await ShouldAllBeRecorded(quell, moto.Proxy);
        (await moto.Aws("iam", "list-roles")).Array("Roles").Objects.ShouldBeEmpty();
    }

    [MotoFact]
    [Trait("Requirement", "R13")]
    [Trait("Requirement", "R14")]
    public async Task Launched_instances_get_tags_and_the_administrators_group_there()
    {
        await moto.Reset();
        await using var quell = await moto.Quell(QuellProcess.Example("configure-instances/template.yaml"));
        var vpc = (await moto.Aws("ec2", "describe-vpcs")).Array("Vpcs").Objects.First().String("VpcId") ?? "";
        var admin = (await moto.Aws("ec2", "create-security-group", "--vpc-id", vpc, "--group-name", "administrators", "--description", "a")).String("GroupId") ?? "";
        var image = (await moto.Aws("ec2", "describe-images", "--query", "{Id: Images[0].ImageId}")).String("Id") ?? "";
        var launch = await moto.Aws("ec2", "run-instances", "--image-id", image, "--count", "2", "--instance-type", "t3.micro");
        var ids = launch.Array("Instances").Objects.Select(instance => instance.String("InstanceId") ?? "").ToArray();
        await Deliver(quell, "ec2", "RunInstances", JsonObject.Of(("instanceType", "t3.micro")), JsonObject.Of(("instancesSet", JsonObject.Of(
            ("items", JsonArray.From(ids.Select(id => JsonObject.Of(("instanceId", id)))))))));

        await Succeed(quell, 1);
        var found = (await moto.Aws(["ec2", "describe-instances", "--instance-ids", .. ids])).Array("Reservations").Objects.SelectMany(each => each.Array("Instances").Objects).ToList();
        found.Count.ShouldBe(2);
        foreach (var instance in found)
        {
            instance.Array("SecurityGroups").Objects.Select(group => group.String("GroupId")).ShouldContain(admin);
            Tags(instance)["Owner"].ShouldBe($"arn:aws:iam::{CloudAwsMoto.Account}:user/ann");
            Tags(instance)["CostCenter"].ShouldBe("unassigned");
        }

        ShouldBeSignedWithItsRole(moto.Proxy, "CreateTags", "configure-instances-Role-");
        ShouldBeSignedWithItsRole(moto.Proxy, "ModifyInstanceAttribute", "configure-instances-Role-");
        await ShouldAllBeRecorded(quell, moto.Proxy);
    }

    [MotoFact]
    [Trait("Requirement", "N17")]
    [Trait("Requirement", "D9")]
    public async Task An_endpoint_is_tagged_there_by_a_Node_function()
    {
        await moto.Reset();
        await using var quell = await moto.Quell(QuellProcess.Example("tag-endpoints/template.yaml"), "--parameter", "Environment=test");
        var vpc = (await moto.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")?.String("VpcId") ?? "";
        var endpoint = (await moto.Aws("ec2", "create-vpc-endpoint", "--vpc-id", vpc, "--service-name", "com.amazonaws.us-east-1.s3"))
            .Object("VpcEndpoint")?.String("VpcEndpointId") ?? "";
        await Deliver(quell, "ec2", "CreateVpcEndpoint", JsonObject.Empty, JsonObject.Of(
            ("CreateVpcEndpointResponse", JsonObject.Of(("vpcEndpoint", JsonObject.Of(("vpcEndpointId", endpoint)))))));

        await Succeed(quell, 1);
        var found = (await moto.Aws("ec2", "describe-vpc-endpoints", "--vpc-endpoint-ids", endpoint)).Array("VpcEndpoints").Objects.First();
        Tags(found)["env"].ShouldBe("test");
        ShouldBeSignedWithItsRole(moto.Proxy, "CreateTags", "tag-endpoints-Role-");
        await ShouldAllBeRecorded(quell, moto.Proxy);
    }

    [MotoFact]
    [Trait("Requirement", "N18")]
    public async Task Open_ports_and_routes_are_closed_there()
    {
        await moto.Reset();
        await using var quell = await moto.Quell(QuellProcess.Example("guard-network/template.yaml"));
        var vpc = (await moto.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")).Object("Vpc")?.String("VpcId") ?? "";
        var group = (await moto.Aws("ec2", "create-security-group", "--vpc-id", vpc, "--group-name", "web", "--description", "web")).String("GroupId") ?? "";
        foreach (var port in (string[])["443", "22"])
        {
            await moto.Aws("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", port, "--cidr", "0.0.0.0/0");
        }

        await Deliver(quell, "ec2", "AuthorizeSecurityGroupIngress", JsonObject.Of(("groupId", group)), JsonObject.Of(("_return", true)));
        await Succeed(quell, 2);
        (await Ports(group)).ShouldBe([443]);

        var gateway = (await moto.Aws("ec2", "create-internet-gateway")).Object("InternetGateway")?.String("InternetGatewayId") ?? "";
        await moto.Aws("ec2", "attach-internet-gateway", "--vpc-id", vpc, "--internet-gateway-id", gateway);
        var table = (await moto.Aws(
            "ec2", "create-route-table", "--vpc-id", vpc, "--tag-specifications", "ResourceType=route-table,Tags=[{Key=Tier,Value=private}]"))
            .Object("RouteTable")?.String("RouteTableId") ?? "";
        await moto.Aws("ec2", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway);
        await Deliver(quell, "ec2", "CreateRoute", JsonObject.Of(("routeTableId", table), ("gatewayId", gateway)), JsonObject.Of(("_return", true)));
        await Succeed(quell, 4);
        (await Routes(table)).ShouldBe(["10.0.0.0/16"]);

        ShouldBeSignedWithItsRole(moto.Proxy, "RevokeSecurityGroupIngress", "guard-network-Role-");
        ShouldBeSignedWithItsRole(moto.Proxy, "DeleteRoute", "guard-network-Role-");
        await ShouldAllBeRecorded(quell, moto.Proxy);
    }

    [MotoFact]
    [Trait("Requirement", "N1")]
    public async Task Who_has_to_know_of_a_new_VPC_there_gets_a_mail_and_AWS_hears_nothing_of_it()
    {
        await moto.Reset();
        await using var quell = await moto.Quell(QuellProcess.Example("notify-on-vpc/template.yaml"), "--parameter", "Email=ops@example.com");
        using var http = new HttpClient();
        var confirmation = await QuellProcess.Eventually(() => Mail(quell), mails => mails.Contains("ConfirmSubscription", StringComparison.Ordinal));
        var link = System.Text.RegularExpressions.Regex.Match(confirmation, @"http://127[^\s""\\]+ConfirmSubscription[^\s""\\]*").Value;
        link.ShouldContain($":{CloudAwsMoto.Account}:");
        (await http.GetAsync(link)).EnsureSuccessStatusCode();

        await Deliver(quell, "ec2", "CreateVpc", JsonObject.Of(("cidrBlock", "10.0.0.0/16")), JsonObject.Of(
            ("vpc", JsonObject.Of(("vpcId", "vpc-0123456789abcdef0"), ("cidrBlock", "10.0.0.0/16")))));
        var mails = await QuellProcess.Eventually(() => Mail(quell), found => found.Contains("vpc-0123456789abcdef0", StringComparison.Ordinal));
        mails.ShouldContain($"account {CloudAwsMoto.Account}");
        moto.Proxy.Requests.Select(request => request.Name).ShouldBe(["sts:GetCallerIdentity"]);
        (await quell.Quell("events", "--limit", "1000")).ToString().ShouldNotContain("000000000000", customMessage: "there is no other account");
    }

    private static async Task<string> Mail(QuellProcess quell) => (await quell.Quell("mail")).ToString().Replace("\\u0026", "&", StringComparison.Ordinal);

    private async Task<JsonObject> Encryption(string bucket)
    {
        var (code, output, _) = await moto.TryAws("s3api", "get-bucket-encryption", "--bucket", bucket);
        return code != 0 ? JsonObject.Empty : ((JsonObject)JsonValue.Parse(output)).Object("ServerSideEncryptionConfiguration")?.Array("Rules").Objects.First()
            .Object("ApplyServerSideEncryptionByDefault") ?? JsonObject.Empty;
    }

    private async Task<IReadOnlyList<long>> Ports(string group) =>
        [.. (await moto.Aws("ec2", "describe-security-groups", "--group-ids", group)).Array("SecurityGroups").Objects.First()
            .Array("IpPermissions").Objects.Select(permission => permission.Long("FromPort") ?? -1)];

    private async Task<IReadOnlyList<string>> Routes(string table) =>
        [.. (await moto.Aws("ec2", "describe-route-tables", "--route-table-ids", table)).Array("RouteTables").Objects.First()
            .Array("Routes").Objects.Select(route => route.String("DestinationCidrBlock") ?? "")];

    private static Dictionary<string, string> Tags(JsonObject resource) =>
        resource.Array("Tags").Objects.ToDictionary(tag => tag.String("Key") ?? "", tag => tag.String("Value") ?? "");
}
