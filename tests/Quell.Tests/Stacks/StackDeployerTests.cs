using Quell.Aws.Calls;
using Quell.Stacks;

namespace Quell.Tests.Stacks;

public sealed class StackDeployerTests
{
    private const string Unpermitted =
        """
        Parameters: {Event: {Type: String, Default: CreateVpc}}
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Rule:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {detail: {eventName: [!Ref Event]}}
              Targets: [{Id: mail, Arn: !Ref Topic}]
        """;

    private static readonly Deployer Deployer = new(Principal.Root(StackHouse.Scope.Account), StackHouse.Scope, "127.0.0.1:4600");

    [Fact]
    public async Task Says_what_is_armed_and_what_AWS_would_deny()
    {
        await using var house = StackHouse.Open();

        var outcome = await Deploy(house, Unpermitted);

        outcome.Result.ShouldBe(StackResult.Created, outcome.Failure);
        var rule = outcome.Rules.ShouldHaveSingleItem();
        rule.IsEnabled.ShouldBeTrue();
        rule.Trigger.ShouldContain("CreateVpc");
        rule.Targets.ShouldBe([await house.PhysicalId("armed", "Topic")]);
        rule.Warnings.ShouldHaveSingleItem().ShouldContain("TopicPolicy");
    }

    [Fact, Trait("Requirement", "R16")]
    public async Task Leaves_an_unchanged_stack_alone_also_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("quell-stacks-");
        try
        {
            int events;
            await using (var house = StackHouse.Open(folder.FullName))
            {
                (await Deploy(house, Unpermitted, ("Event", "DeleteVpc"))).Result.ShouldBe(StackResult.Created);
                events = (await house.Events("armed")).Count;
            }

            await using (var house = StackHouse.Open(folder.FullName))
            {
                var outcome = await Deploy(house, Unpermitted);
                outcome.Result.ShouldBe(StackResult.Unchanged);
                outcome.Rules.Single().Trigger.ShouldContain("DeleteVpc");
                (await house.Events("armed")).Count.ShouldBe(events);
                (await Deploy(house, Unpermitted, ("Event", "CreateVpc"))).Result.ShouldBe(StackResult.Updated);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Names_every_mistake_of_a_template_and_deploys_nothing_of_it()
    {
        await using var house = StackHouse.Open();

        var outcome = await Deploy(
            house,
            """
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Properties: {KmsMasterKeyId: alias/x}
              Thing:
                Type: AWS::Nowhere::Thing
            """);

        outcome.Result.ShouldBe(StackResult.Refused);
        outcome.Errors.Select(error => (error.Message, error.Line)).ShouldBe(
        [
            ("Encountered unsupported property KmsMasterKeyId", 4),
            ("Template format error: Unrecognized resource types: [AWS::Nowhere::Thing]", 6),
        ]);
        (await house.Call("sns", "ListTopics")).Array("Topics").Count.ShouldBe(0);
        (await house.Refused("cloudformation", "DescribeStacks", ("StackName", "armed"))).Code.ShouldBe("ValidationError");
    }

    [Fact]
    public async Task Creates_a_stack_anew_whose_creation_failed()
    {
        await using var house = StackHouse.Open();
        const string Template = "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 100000}}}";

        var failed = await Deploy(house, Template);
        failed.Result.ShouldBe(StackResult.Failed);
        failed.Failure!.ShouldContain("Q: ");

        (await Deploy(house, Template.Replace("100000", "10", StringComparison.Ordinal))).Result.ShouldBe(StackResult.Created);
    }

    [Theory]
    [InlineData("examples/notify-on-vpc/template.yaml", "notify-on-vpc")]
    [InlineData("examples/notify-on-vpc/any-change.yaml", "any-change")]
    [InlineData("2nd_try.yaml", "stack-2nd-try")]
    [InlineData("ß.yaml", "stack")]
    public void Names_stacks_after_their_files(string path, string name) => StackDeployer.NameFor(path).ShouldBe(name);

    private static Task<StackOutcome> Deploy(StackHouse house, string template, params (string Name, string Value)[] parameters) =>
        house.Engines.Deployer.Deploy(
            "armed", template, parameters.ToDictionary(each => each.Name, each => each.Value), Deployer, CancellationToken.None);
}
