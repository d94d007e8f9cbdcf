using Quell.Engine.Json;

namespace Quell.Tests.Stacks;

public sealed class StackLifecycleTests
{
    private const string NotifyOnVpc =
        """
        Parameters:
          Email: {Type: String}
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties: {DisplayName: Vpcs}
          Mail:
            Type: AWS::SNS::Subscription
            Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: !Ref Email}
          Policy:
            Type: AWS::SNS::TopicPolicy
            Properties:
              Topics: [!Ref Topic]
              PolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - {Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: sns:Publish, Resource: !Ref Topic}
          Rule:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [aws.ec2], detail: {eventName: [CreateVpc]}}
              Targets: [{Id: mail, Arn: !Ref Topic}]
        Outputs:
          TopicArn: {Value: !Ref Topic}
          RuleArn: {Value: !GetAtt Rule.Arn, Export: {Name: vpc-rule}}
        """;

    private static readonly (string Name, JsonValue? Value) Email =
        ("Parameters", JsonArray.From([JsonObject.Of(("ParameterKey", "Email"), ("ParameterValue", "ops@example.com"))]));

    [Fact, Trait("Requirement", "R16")]
    public async Task Deploys_a_rule_with_its_topic_subscription_and_policy()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create("vpcs", NotifyOnVpc, Email);

        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("vpcs"));
        var outputs = stack.Array("Outputs").Objects.ToDictionary(output => output.String("OutputKey")!, output => output.String("OutputValue")!);
        outputs["TopicArn"].ShouldMatch("^arn:aws:sns:us-east-1:000000000000:vpcs-Topic-[A-Z0-9]{13}$");
        var rule = await house.PhysicalId("vpcs", "Rule");
        var targets = await house.Call("events", "ListTargetsByRule", ("Rule", rule));
        targets.Array("Targets").Objects.Single().String("Arn").ShouldBe(outputs["TopicArn"]);
        var subscriptions = await house.Call("sns", "ListSubscriptionsByTopic", ("TopicArn", outputs["TopicArn"]));
        subscriptions.Array("Subscriptions").Objects.Single().String("Endpoint").ShouldBe("ops@example.com");
        var attributes = await house.Call("sns", "GetTopicAttributes", ("TopicArn", outputs["TopicArn"]));
        attributes.Object("Attributes")!.String("Policy")!.ShouldContain("events.amazonaws.com");
    }

    [Fact, Trait("Requirement", "R16")]
    public async Task Creates_what_others_depend_on_first_and_deletes_it_last()
    {
        await using var house = StackHouse.Open();
        var id = (await house.Create("vpcs", NotifyOnVpc, Email)).String("StackId")!;

        var events = await house.Events("vpcs");
        events[0].ShouldBe("vpcs CREATE_IN_PROGRESS");
        events[^1].ShouldBe("vpcs CREATE_COMPLETE");
        events.IndexOf("Topic CREATE_COMPLETE").ShouldBeLessThan(events.IndexOf("Rule CREATE_IN_PROGRESS"));

        (await house.Delete("vpcs")).String("StackStatus").ShouldBe("DELETE_COMPLETE", await house.Reasons(id));
        events = await house.Events(id);
        events.IndexOf("Rule DELETE_COMPLETE").ShouldBeLessThan(events.IndexOf("Topic DELETE_IN_PROGRESS"));
        (await house.Call("sns", "ListTopics")).Array("Topics").Count.ShouldBe(0);
        (await house.Call("events", "ListRules")).Array("Rules").Count.ShouldBe(0);
        (await house.Refused("cloudformation", "DescribeStacks", ("StackName", "vpcs"))).Message.ShouldBe("Stack with id vpcs does not exist");
    }

    [Fact, Trait("Requirement", "R16")]
    public async Task Refuses_an_update_that_changes_nothing()
    {
        await using var house = StackHouse.Open();
        await house.Create("vpcs", NotifyOnVpc, Email);

        var error = await house.Refused("cloudformation", "UpdateStack", ("StackName", "vpcs"), ("TemplateBody", NotifyOnVpc), Email);

        error.Code.ShouldBe("ValidationError");
        error.Message.ShouldBe("No updates are to be performed.");
    }

    [Fact]
    public async Task Changes_only_what_differs_and_keeps_physical_ids()
    {
        await using var house = StackHouse.Open();
        await house.Create("vpcs", NotifyOnVpc, Email);
        var rule = await house.PhysicalId("vpcs", "Rule");

        var stack = await house.Update("vpcs", NotifyOnVpc.Replace("[CreateVpc]", "[CreateVpc, DeleteVpc]", StringComparison.Ordinal), Email);

        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("vpcs"));
        (await house.PhysicalId("vpcs", "Rule")).ShouldBe(rule);
        (await house.Call("events", "DescribeRule", ("Name", rule))).String("EventPattern")!.ShouldContain("DeleteVpc");
        (await house.Events("vpcs")).Where(each => each.Contains("UPDATE", StringComparison.Ordinal)).ShouldBe(
            ["vpcs UPDATE_IN_PROGRESS", "Rule UPDATE_IN_PROGRESS", "Rule UPDATE_COMPLETE", "vpcs UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "vpcs UPDATE_COMPLETE"]);
    }

    [Fact]
    public async Task Replaces_a_resource_before_it_deletes_the_old_one()
    {
        await using var house = StackHouse.Open();
        await house.Create("vpcs", NotifyOnVpc, Email);
        var old = await house.PhysicalId("vpcs", "Topic");

        var stack = await house.Update("vpcs", NotifyOnVpc.Replace("{DisplayName: Vpcs}", "{TopicName: vpc-news}", StringComparison.Ordinal), Email);

        stack.String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("vpcs"));
        var topic = await house.PhysicalId("vpcs", "Topic");
        topic.ShouldEndWith(":vpc-news");
        (await house.Call("sns", "ListTopics")).Array("Topics").Objects.Select(each => each.String("TopicArn")).ShouldBe([topic]);
        var targets = await house.Call("events", "ListTargetsByRule", ("Rule", await house.PhysicalId("vpcs", "Rule")));
        targets.Array("Targets").Objects.Single().String("Arn").ShouldBe(topic);
        var events = await house.Events("vpcs");
        events.LastIndexOf("Rule UPDATE_COMPLETE").ShouldBeLessThan(events.IndexOf("Topic DELETE_IN_PROGRESS"));
        old.ShouldNotBe(topic);
    }

    [Fact]
    public async Task Rolls_a_failed_update_back_to_what_was_there()
    {
        await using var house = StackHouse.Open();
        await house.Create("vpcs", NotifyOnVpc, Email);
        var topic = await house.PhysicalId("vpcs", "Topic");
        var rule = await house.PhysicalId("vpcs", "Rule");
        var before = await house.Call("events", "DescribeRule", ("Name", rule));

        var broken = NotifyOnVpc
            .Replace("{DisplayName: Vpcs}", "{TopicName: vpc-news}", StringComparison.Ordinal)
            .Replace("[CreateVpc]", "[DeleteVpc]", StringComparison.Ordinal)
            + "\n" + """
              Late: {Value: !Ref Broken}
            """;
        broken = broken.Replace(
            "Outputs:",
            """
              Extra: {Type: AWS::SQS::Queue}
              Broken:
                Type: AWS::SQS::Queue
                DependsOn: [Rule, Extra]
                Properties: {DelaySeconds: 100000}
            Outputs:
            """, StringComparison.Ordinal);
        var stack = await house.Update("vpcs", broken, Email);

        stack.String("StackStatus").ShouldBe("UPDATE_ROLLBACK_COMPLETE", await house.Reasons("vpcs"));
        (await house.PhysicalId("vpcs", "Topic")).ShouldBe(topic);
        (await house.Call("sns", "ListTopics")).Array("Topics").Objects.Select(each => each.String("TopicArn")).ShouldBe([topic]);
        (await house.Call("events", "DescribeRule", ("Name", rule))).ShouldBe(before);
        var targets = await house.Call("events", "ListTargetsByRule", ("Rule", rule));
        targets.Array("Targets").Objects.Single().String("Arn").ShouldBe(topic);
        (await house.Call("sqs", "ListQueues")).Array("QueueUrls").Count.ShouldBe(0);
        stack.Array("Outputs").Count.ShouldBe(2);
        (await house.Reasons("vpcs")).ShouldContain("DelaySeconds");

        (await house.Update("vpcs", NotifyOnVpc.Replace("[CreateVpc]", "[DeleteVpc]", StringComparison.Ordinal), Email))
            .String("StackStatus").ShouldBe("UPDATE_COMPLETE", await house.Reasons("vpcs"));
    }

    [Fact]
    public async Task Rolls_a_failed_creation_back_and_leaves_nothing()
    {
        await using var house = StackHouse.Open();

        var stack = await house.Create(
            "broken",
            """
            Resources:
              Good: {Type: AWS::SQS::Queue}
              Bad:
                Type: AWS::SQS::Queue
                DependsOn: Good
                Properties: {DelaySeconds: 100000}
            """);

        stack.String("StackStatus").ShouldBe("ROLLBACK_COMPLETE");
        (await house.Events("broken")).ShouldBe(
        [
            "broken CREATE_IN_PROGRESS", "Good CREATE_IN_PROGRESS", "Good CREATE_COMPLETE", "Bad CREATE_IN_PROGRESS", "Bad CREATE_FAILED",
            "broken ROLLBACK_IN_PROGRESS", "Bad DELETE_IN_PROGRESS", "Bad DELETE_COMPLETE", "Good DELETE_IN_PROGRESS", "Good DELETE_COMPLETE",
            "broken ROLLBACK_COMPLETE",
        ]);
        (await house.Reasons("broken")).ShouldContain("The following resource(s) failed to create: [Bad]. Rollback requested by user.");
        (await house.Call("sqs", "ListQueues")).Array("QueueUrls").Count.ShouldBe(0);
        (await house.Refused("cloudformation", "UpdateStack", ("StackName", "broken"), ("TemplateBody", "{}"))).Message
            .ShouldContain("is in ROLLBACK_COMPLETE state and can not be updated.");
    }

    [Fact]
    public async Task Lets_retained_resources_live_on()
    {
        await using var house = StackHouse.Open();
        await house.Create("kept", "Resources: {Q: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, Properties: {QueueName: kept-queue}}}");

        (await house.Delete("kept")).String("StackStatus").ShouldBe("DELETE_COMPLETE");

        (await house.Call("sqs", "ListQueues")).Array("QueueUrls").Strings.Single().ShouldEndWith("/kept-queue");
    }

    [Fact]
    public async Task Lets_stacks_import_what_others_export_and_protects_it()
    {
        await using var house = StackHouse.Open();
        await house.Create("vpcs", NotifyOnVpc, Email);
        const string Importer =
            """
            Resources:
              P:
                Type: AWS::SSM::Parameter
                Properties: {Name: rule, Type: String, Value: !ImportValue vpc-rule}
            """;
        (await house.Create("user", Importer)).String("StackStatus").ShouldBe("CREATE_COMPLETE");

        (await house.Call("cloudformation", "ListImports", ("ExportName", "vpc-rule"))).Array("Imports").Strings.ShouldBe(["user"]);
        (await house.Call("cloudformation", "ListExports")).Array("Exports").Objects.Single().String("Name").ShouldBe("vpc-rule");
        (await house.Refused("cloudformation", "DeleteStack", ("StackName", "vpcs"))).Message
            .ShouldBe("Export vpc-rule cannot be deleted as it is in use by user");
        await house.Delete("user");
        (await house.Delete("vpcs")).String("StackStatus").ShouldBe("DELETE_COMPLETE");
    }
}
