using Quell.Engine.Json;

namespace Quell.Tests.Stacks.Types;

/// <summary>CloudFormation Template Reference, "AWS::SSM::Parameter".</summary>
public sealed class SsmParameterTests
{
    private const string Template =
        """
        Parameters: {Text: {Type: String, Default: one}, Kind: {Type: String, Default: String}}
        Resources:
          P:
            Type: AWS::SSM::Parameter
            Properties: {Name: /app/p, Type: !Ref Kind, Value: !Ref Text, Description: d, AllowedPattern: '[a-z]+', Tier: Advanced, Policies: '[{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"2","Unit":"Days"}}]', Tags: {a: b, c: d}}
        Outputs: {Value: {Value: !GetAtt P.Value}}
        """;

    private const string Later =
        """
        Resources:
          P:
            Type: AWS::SSM::Parameter
            Properties: {Name: /app/p, Type: String, Value: TWO, Tier: Advanced, Tags: {a: e}}
        """;

    [Fact, Trait("Requirement", "R16")]
    public async Task A_parameter_is_made_changed_and_deleted()
    {
        await using var house = StackHouse.Open();
        var stack = await house.Create("p", Template, ("Tags", JsonValue.Parse("""[{"Key":"s","Value":"t"}]""")));
        stack.Array("Outputs").Objects.Single().String("OutputValue").ShouldBe("one");
        var described = await Described(house);
        (described.String("Description"), described.String("AllowedPattern"), described.String("Tier"), described.Array("Policies").Count).ShouldBe(("d", "[a-z]+", "Advanced", 1));
        (await Tags(house)).ShouldBe("""[{"Key":"s","Value":"t"},{"Key":"a","Value":"b"},{"Key":"c","Value":"d"}]""");

        (await house.Update("p", Later, ("Tags", JsonArray.Empty))).String("StackStatus").ShouldBe("UPDATE_COMPLETE");
        described = await Described(house);
        (described.Has("Description"), described.Has("AllowedPattern"), described.Array("Policies").Count, described.Long("Version")).ShouldBe((false, false, 0, 2));
        (await Tags(house)).ShouldBe("""[{"Key":"a","Value":"e"}]""");

        await house.Delete("p");
        (await house.Refused("ssm", "GetParameter", ("Name", "/app/p"))).Code.ShouldBe("ParameterNotFound");
    }

    [Fact]
    public async Task A_template_makes_no_secrets()
    {
        await using var house = StackHouse.Open();

        (await house.Refused("cloudformation", "CreateStack", ("StackName", "p"), ("TemplateBody", Template), ("Parameters", JsonValue.Parse("""[{"ParameterKey":"Kind","ParameterValue":"SecureString"}]""")))).Message
            .ShouldContain("Value of property Type must be one of: String, StringList.");
    }

    [Fact]
    public async Task A_template_reads_parameters_by_version_and_label_and_no_secrets()
    {
        await using var house = StackHouse.Open();
        await house.Call("ssm", "PutParameter", ("Name", "/q"), ("Value", "first"), ("Type", "String"));
        await house.Call("ssm", "PutParameter", ("Name", "/q"), ("Value", "second"), ("Overwrite", true));
        await house.Call("ssm", "PutParameter", ("Name", "/secret"), ("Value", "s3cret"), ("Type", "SecureString"));

        await house.Create("q", "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: '{{resolve:ssm:/q:1}}'}}, R: {Type: AWS::SQS::Queue, Properties: {QueueName: '{{resolve:ssm:/q}}'}}}");
        (await house.PhysicalId("q", "Q")).ShouldEndWith("/first");
        (await house.PhysicalId("q", "R")).ShouldEndWith("/second");

        await house.Create("s", "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: '{{resolve:ssm-secure:/secret:1}}'}}}");
        (await house.Reasons("s")).ShouldContain("SSM Secure reference is not supported in: [AWS::SQS::Queue/Properties/QueueName]");
        await house.Create("t", "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: '{{resolve:ssm:/secret}}'}}}");
        (await house.Reasons("t")).ShouldContain("Unable to resolve the dynamic reference {{resolve:ssm:/secret}}");
    }

    [Fact]
    public async Task A_template_takes_Amazons_image_parameters()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create(
            "i",
            """
            Parameters: {Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}
            Resources: {Q: {Type: AWS::SQS::Queue}}
            Outputs: {Image: {Value: !Ref Image}}
            """);

        stack.Array("Outputs").Objects.Single().String("OutputValue").ShouldNotBeNull().ShouldMatch("^ami-[0-9a-f]{17}$");
    }

    private static async Task<JsonObject> Described(StackHouse house) => (await house.Call("ssm", "DescribeParameters")).Array("Parameters").Objects.Single();

    private static async Task<string> Tags(StackHouse house) =>
        (await house.Call("ssm", "ListTagsForResource", ("ResourceType", "Parameter"), ("ResourceId", "/app/p"))).Array("TagList").ToString();
}
