using Quell.Engine.Json;
using Quell.Stacks;
using Quell.Tests.Cli;

namespace Quell.Tests.Stacks;

public sealed class TemplatesAtTheApiTests
{
    [Theory]
    [InlineData("Resources: {A: {Type: AWS::X::Y}}", "Template format error: Unrecognized resource types: [AWS::X::Y] (line 1, column 23: Resources.A.Type)")]
    [InlineData("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties: {Kms: 1}", "Encountered unsupported property Kms (line 4, column 18: Resources.A.Properties.Kms)")]
    [InlineData("Resources: {A: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Value: !GetAtt A.Nothing}}", "Template error: resource A does not support attribute type Nothing in Fn::GetAtt")]
    [InlineData("Resources: {A: {Type: AWS::SQS::Queue, DeletionPolicy: Snapshot}}", "does not support DeletionPolicy Snapshot")]
    [InlineData("Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue no}}}", "No export named no found")]
    public async Task Refuses_a_bad_template_with_the_place_and_deploys_nothing(string template, string message)
    {
        await using var house = StackHouse.Open();

        var error = await house.Refused("cloudformation", "CreateStack", ("StackName", "bad"), ("TemplateBody", template));

        error.Code.ShouldBe("ValidationError");
        error.Message.ShouldContain(message);
        (await house.Refused("cloudformation", "DescribeStacks", ("StackName", "bad"))).Message.ShouldBe("Stack with id bad does not exist");
    }

    [Fact]
    public async Task Refuses_an_update_to_a_bad_template_and_keeps_the_good_one()
    {
        await using var house = StackHouse.Open();
        await house.Create("good", "Resources: {Q: {Type: AWS::SQS::Queue}}");

        await house.Refused("cloudformation", "UpdateStack", ("StackName", "good"), ("TemplateBody", "Resources: {Q: {Type: AWS::SNS::Topic}}"));

        (await house.Described("good")).String("StackStatus").ShouldBe("CREATE_COMPLETE");
        (await house.Call("cloudformation", "GetTemplate", ("StackName", "good"))).String("TemplateBody").ShouldBe("Resources: {Q: {Type: AWS::SQS::Queue}}");
    }

    [Fact]
    public async Task Deploys_what_cdk_synth_writes()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create(
            "cdk",
            """
            {
              "Resources": {
                "Queue4A7E3555": {"Type": "AWS::SQS::Queue", "UpdateReplacePolicy": "Delete", "DeletionPolicy": "Delete", "Metadata": {"aws:cdk:path": "Stack/Queue/Resource"}},
                "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:H4s"}, "Metadata": {"aws:cdk:path": "Stack/CDKMetadata/Default"}, "Condition": "CDKMetadataAvailable"}
              },
              "Conditions": {"CDKMetadataAvailable": {"Fn::Or": [{"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}, {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}]}},
              "Parameters": {
                "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version", "Description": "Version of the CDK Bootstrap resources"}
              },
              "Rules": {
                "CheckBootstrapVersion": {"Assertions": [{"Assert": {"Fn::Not": [{"Fn::Contains": [["1", "2", "3", "4", "5"], {"Ref": "BootstrapVersion"}]}]}, "AssertDescription": "CDK bootstrap stack version 6 required."}]}
              }
            }
            """);

        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("cdk"));
        stack.Array("Parameters").Objects.Single().String("ResolvedValue").ShouldBe("21");
    }

    [Fact]
    public async Task Takes_the_values_of_SSM_parameters_and_names_those_that_are_missing()
    {
        await using var house = StackHouse.Open();
        const string Template =
            """
            Parameters: {Name: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /queue/name}}
            Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}}
            """;
        (await house.Refused("cloudformation", "CreateStack", ("StackName", "q"), ("TemplateBody", Template))).Message
            .ShouldContain("Unable to fetch parameters [/queue/name] from parameter store for this account.");

        await house.Call("ssm", "PutParameter", ("Name", "/queue/name"), ("Type", "String"), ("Value", "from-ssm"));
        (await house.Create("q", Template)).String("StackStatus").ShouldBe("CREATE_COMPLETE");

        (await house.PhysicalId("q", "Q")).ShouldEndWith("/from-ssm");
    }

    [Fact]
    public async Task Never_shows_the_value_of_a_NoEcho_parameter()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create(
            "secret",
            "Parameters: {Password: {Type: String, NoEcho: true}}\nResources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Password}}}\nOutputs: {P: {Value: !Ref Password}}",
            ("Parameters", JsonArray.From([JsonObject.Of(("ParameterKey", "Password"), ("ParameterValue", "hunter2"))])));

        stack.ToString().ShouldNotContain("hunter2");
        (await house.Call("cloudformation", "DescribeStackEvents", ("StackName", "secret"))).ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Answers_a_repeated_request_with_the_stack_that_the_first_made()
    {
        await using var house = StackHouse.Open();
        var first = await house.Create("once", "Resources: {Q: {Type: AWS::SQS::Queue}}", ("ClientRequestToken", "t1"));

        var again = await house.Call("cloudformation", "CreateStack", ("StackName", "once"), ("TemplateBody", "Resources: {Q: {Type: AWS::SQS::Queue}}"), ("ClientRequestToken", "t1"));

        again.String("StackId").ShouldBe(first.String("StackId"));
        (await house.Refused("cloudformation", "CreateStack", ("StackName", "once"), ("TemplateBody", "{}"))).Code.ShouldBe("AlreadyExistsException");
    }

    [Fact]
    public async Task Deploys_every_kind_of_network_resource_and_takes_it_down_again()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create("net", await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/network.yaml")));
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("net"));

        var id = stack.String("StackId")!;
        (await house.Delete("net")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deploys_volumes_addresses_gateways_and_a_VPN_changes_them_and_takes_them_down_again()
    {
        await using var house = StackHouse.Open();
        var template = await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/connected.yaml"));

        var stack = await house.Create("connected", template);
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("connected"));
        stack = await house.Update(
            "connected", template.Replace("Size: 20", "Size: 30", StringComparison.Ordinal).Replace("Value: before", "Value: after", StringComparison.Ordinal));
        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("connected"));
        (await house.Call("ec2", "DescribeTags", ("Filters", new JsonArray([JsonObject.Of(("Name", "value"), ("Values", JsonArray.From(["after"])))]))))
            .Array("Tags").Objects.Select(tag => tag.String("ResourceType")).ShouldBe(["elastic-ip", "key-pair"], ignoreOrder: true);

        var id = stack.String("StackId")!;
        (await house.Delete("connected")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
        house.Engines.Journal.Read(connection => connection.Query("SELECT record FROM changes", row => System.Text.Encoding.UTF8.GetString((byte[])row.GetValue(0))))
            .ShouldAllBe(record => !record.Contains("Known_t0.Nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deploys_identities_buckets_and_parameters_and_takes_them_down_again()
    {
        await using var house = StackHouse.Open();
        var template = await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/identities.yaml"));

        var stack = await house.Create("ids", template, ("Capabilities", JsonArray.From(["CAPABILITY_NAMED_IAM"])));
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("ids"));
        stack = await house.Update(
            "ids", template.Replace("s3:Get*", "s3:List*", StringComparison.Ordinal).Replace("AES256", "aws:kms", StringComparison.Ordinal),
            ("Capabilities", JsonArray.From(["CAPABILITY_NAMED_IAM"])));
        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("ids"));

        var id = stack.String("StackId")!;
        (await house.Delete("ids")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deploys_keys_secrets_trails_and_databases_and_takes_them_down_again()
    {
        await using var house = StackHouse.Open();
        var template = await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/protection.yaml"));

        var stack = await house.Create("prot", template, ("Capabilities", JsonArray.From(["CAPABILITY_IAM"])));
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("prot"));
        (await house.Call("kms", "GetKeyRotationStatus", ("KeyId", await house.PhysicalId("prot", "Key")))).Bool("KeyRotationEnabled").ShouldBe(true);
        var login = (JsonObject)JsonValue.Parse((await house.Call("secretsmanager", "GetSecretValue", ("SecretId", "protection/login"))).String("SecretString")!);
        login.String("username").ShouldBe("admin1");
        login.String("password")!.Length.ShouldBe(20);
        (await house.Call("cloudtrail", "GetTrailStatus", ("Name", await house.PhysicalId("prot", "Trail")))).Bool("IsLogging").ShouldBe(true);
        stack.Array("Outputs").Objects.First(output => output.String("OutputKey") == "Address").String("OutputValue")!.ShouldEndWith(".rds.amazonaws.com");

        var rules = (await house.Call("s3", "GetBucketLifecycleConfiguration", ("Bucket", await house.PhysicalId("prot", "Logs")))).Array("Rules");
        rules[0].ShouldBe(JsonValue.Parse(
            """
            {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "AWSLogs/"}, "Expiration": {"Days": 400}, "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
             "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}], "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}
            """));
        ((JsonObject)rules[1]).Object("Filter").ShouldBe(JsonValue.Parse("""{"Tag": {"Key": "tmp", "Value": "yes"}}"""));

        stack = await house.Update(
            "prot",
            template.Replace("s3:Get*", "s3:List*", StringComparison.Ordinal).Replace("IsLogging: true", "IsLogging: false", StringComparison.Ordinal)
                .Replace("EnableKeyRotation: true", "EnableKeyRotation: false", StringComparison.Ordinal).Replace("'20'", "'40'", StringComparison.Ordinal)
                .Replace("value: ops", "Value: sec", StringComparison.OrdinalIgnoreCase).Replace("Status: Enabled", "Status: Suspended", StringComparison.Ordinal),
            ("Capabilities", JsonArray.From(["CAPABILITY_IAM"])));
        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("prot"));
        (await house.Call("rds", "DescribeDBInstances")).Array("DBInstances").Objects.Single().Long("AllocatedStorage").ShouldBe(40);
        (await house.Call("cloudtrail", "GetTrailStatus", ("Name", await house.PhysicalId("prot", "Trail")))).Bool("IsLogging").ShouldBe(false);
        (await house.Call("kms", "ListResourceTags", ("KeyId", await house.PhysicalId("prot", "Key")))).Array("Tags").Objects
            .ShouldContain(JsonObject.Of(("TagKey", "team"), ("TagValue", "sec")));

        var (id, key) = (stack.String("StackId")!, await house.PhysicalId("prot", "Key"));
        (await house.Delete("prot")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        (await house.Call("kms", "DescribeKey", ("KeyId", key))).Object("KeyMetadata")!.String("KeyState").ShouldBe("PendingDeletion");
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{{resolve:secretsmanager:app/login:SecretString:user}}", "admin1")]
    [InlineData("{{resolve:secretsmanager:app/login:SecretString:user:AWSPREVIOUS}}", "admin0")]
    [InlineData("{{resolve:secretsmanager:app/login:SecretString:none}}", null)]
    [InlineData("{{resolve:secretsmanager:app/none}}", null)]
    public async Task A_template_takes_values_from_secrets(string reference, string? value)
    {
        await using var house = StackHouse.Open();
        await house.Call("secretsmanager", "CreateSecret", ("Name", "app/login"), ("SecretString", """{"user":"admin0"}"""));
        await house.Call("secretsmanager", "PutSecretValue", ("SecretId", "app/login"), ("SecretString", """{"user":"admin1"}"""));
        var template = $"Resources:\n  P: {{Type: AWS::SSM::Parameter, Properties: {{Name: p, Type: String, Value: '{reference}'}}}}";

        var stack = await house.Create("s", template);

        stack.String("StackStatus").ShouldBe(value is null ? "ROLLBACK_COMPLETE" : "CREATE_COMPLETE", await house.Reasons("s"));
        if (value is not null)
        {
            (await house.Call("ssm", "GetParameter", ("Name", "p"))).Object("Parameter")!.String("Value").ShouldBe(value);
        }
    }

    [Fact, Trait("Requirement", "R15")]
    public async Task Deploys_functions_with_inline_code_and_changes_them()
    {
        await using var house = StackHouse.Open();
        var template = await File.ReadAllTextAsync(Repository.PathOf("tests/Quell.Tests/Stacks/Cases/functions.yaml"));

        var stack = await house.Create("fn", template, ("Capabilities", JsonArray.From(["CAPABILITY_IAM"])));
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("fn"));
        var function = await house.PhysicalId("fn", "Function");
        var before = await house.Call("lambda", "GetFunctionConfiguration", ("FunctionName", function));
        stack = await house.Update(
            "fn", template.Replace("first", "second", StringComparison.Ordinal).Replace("BatchSize: 5", "BatchSize: 6", StringComparison.Ordinal)
                .Replace("Value: ops", "Value: dev", StringComparison.Ordinal).Replace("RetentionInDays: 7", "RetentionInDays: 14", StringComparison.Ordinal)
                .Replace("MemorySize: 256", "ReservedConcurrentExecutions: 2", StringComparison.Ordinal),
            ("Capabilities", JsonArray.From(["CAPABILITY_IAM"])));
        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("fn"));
        (await house.PhysicalId("fn", "Function")).ShouldBe(function);
        var after = await house.Call("lambda", "GetFunctionConfiguration", ("FunctionName", function));
        after.String("CodeSha256").ShouldNotBe(before.String("CodeSha256"));
        after.Object("Environment")!.Object("Variables")!.String("MODE").ShouldBe("second");
        after.Long("MemorySize").ShouldBe(128);

        var id = stack.String("StackId")!;
        (await house.Delete("fn")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        ModelConformance.MistakesOf(house).ShouldBeEmpty();
    }

    public static TheoryData<string> Examples => [.. Directory.GetFiles(Repository.PathOf("examples"), "*.yaml", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "sources.yaml")
        .Select(file => Path.GetRelativePath(Repository.PathOf("examples"), file))];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Deploys_the_example(string example)
    {
        await using var house = StackHouse.Open();
        var template = await File.ReadAllTextAsync(Repository.PathOf("examples/" + example));
        var people = new[] { "Email", "Approver" }.Where(name => template.Contains($"  {name}:\n", StringComparison.Ordinal))
            .Select(name => JsonObject.Of(("ParameterKey", name), ("ParameterValue", "ops@example.com")));

        var stack = await house.Create("example", template, ("Capabilities", JsonArray.From(["CAPABILITY_IAM"])), ("Parameters", JsonArray.From(people)));

        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("example"));
    }

    [Theory]
    [InlineData("AWS::IAM::Role", "CAPABILITY_IAM")]
    public void Names_the_capability_that_a_type_needs(string type, string capability) =>
        ResourceTypes.All[type].Capability(JsonObject.Empty).ShouldBe(capability);
}
