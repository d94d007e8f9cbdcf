using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Engine.Tests.Templates.Properties;

public sealed class PropertySchemaTests
{
    private static readonly PropertySchema Topic = new(
        ("TopicName", Text.CreateOnly()),
        ("Fifo", PropertyType.Boolean),
        ("Delay", Integer),
        ("Policy", PropertyType.Json),
        ("Environment", MapOf(Text)),
        ("Subscription", ListOf(Object(("Protocol", Text.Required()), ("Endpoint", Text.Required().CreateOnly())))),
        ("Tags", PropertyType.Tags));

    [Fact]
    public void Every_unknown_missing_and_mistyped_property_is_named_with_its_line()
    {
        var template = Some.Template("""
            Conditions: {C: !Equals [a, b]}
            Resources:
              T:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: [a]
                  Colour: red
                  Delay: soon
                  Fifo: !Ref AWS::Region
                  Subscription:
                    - {Protocol: email}
                    - !If [C, {Protocol: sms, Endpoint: x, Size: 1}, !Ref AWS::NoValue]
                  Tags: {Key: a}
            """);

        Topic.Check(template.Resources["T"]).Select(error => error.ToString()).ShouldBe(
        [
            "line 6, column 18: Value of property TopicName must be of type String (Resources.T.Properties.TopicName)",
            "line 7, column 7: Encountered unsupported property Colour (Resources.T.Properties.Colour)",
            "line 8, column 14: Value of property Delay must be of type Integer (Resources.T.Properties.Delay)",
            "line 11, column 11: Property Endpoint cannot be empty. (Resources.T.Properties.Subscription[0].Endpoint)",
            "line 12, column 48: Encountered unsupported property Size (Resources.T.Properties.Subscription[1].Fn::If[1].Size)",
            "line 13, column 13: Value of property Tags must be of type List (Resources.T.Properties.Tags)",
        ]);
    }

    [Fact]
    public void Evaluated_values_get_the_declared_types()
    {
        var evaluation = Some.Evaluation("""
            Parameters: {Delay: {Type: Number, Default: 5}}
            Resources:
              T:
                Type: AWS::SNS::Topic
                Properties: {TopicName: 12, Delay: !Ref Delay, Fifo: 'true', Environment: {A: 1.50, B: true}, Policy: {Version: 2012-10-17, N: 1}}
            """);
        var (properties, errors) = Topic.Bind(evaluation.Template.Resources["T"], evaluation.Properties("T", Some.Answer).Value);

        errors.ShouldBeEmpty();
        properties.ToString().ShouldBe("""{"TopicName":"12","Delay":5,"Fifo":true,"Environment":{"A":"1.50","B":"true"},"Policy":{"Version":"2012-10-17","N":1}}""");
    }

    [Fact]
    public void A_wrong_value_that_a_function_gave_is_placed_at_the_function()
    {
        var evaluation = Some.Evaluation("Resources:\n  T:\n    Type: X\n    Properties:\n      Delay: !Sub '${AWS::Region}'\n      Tags: !Split [',', 'a,b']");
        var (_, errors) = Topic.Bind(evaluation.Template.Resources["T"], evaluation.Properties("T", Some.Answer).Value);

        errors.Select(error => error.ToString()).ShouldBe(
        [
            "line 5, column 14: Value of property Delay must be of type Integer (Resources.T.Properties.Delay)",
            "line 6, column 13: Value of property Tags must be an object (Resources.T.Properties.Tags[0])",
            "line 6, column 13: Value of property Tags must be an object (Resources.T.Properties.Tags[1])",
        ]);
    }

    [Theory]
    [InlineData("TopicName", true)]
    [InlineData("Delay", false)]
    [InlineData("Subscription[0].Endpoint", true)]
    [InlineData("Subscription", false)]
    [InlineData("Environment.TopicName", false)]
    public void Create_only_properties_are_known_by_path(string path, bool isCreateOnly) => Topic.IsCreateOnly(path).ShouldBe(isCreateOnly);

    [Fact]
    public void A_difference_says_what_an_update_does()
    {
        static DeployedProperties Deployed(string id, string properties, string type = "T") => new(id, type, (JsonObject)JsonValue.Parse(properties));

        var differences = TemplateDifference.Between(
            [Deployed("Same", "{\"Delay\":1}"), Deployed("Gone", "{}"), Deployed("Changed", "{\"Delay\":1,\"Environment\":{\"A\":\"1\",\"B\":\"2\"}}"), Deployed("Renamed", "{\"TopicName\":\"a\"}"), Deployed("Retyped", "{}", "U")],
            [Deployed("New", "{}"), Deployed("Renamed", "{\"TopicName\":\"b\"}"), Deployed("Changed", "{\"Environment\":{\"A\":\"1\",\"B\":\"3\"},\"Fifo\":true}"), Deployed("Same", "{\"Delay\":1.0}"), Deployed("Retyped", "{}")],
            _ => Topic);

        differences.Select(each => $"{each.LogicalId} {each.Kind} {string.Join(' ', each.Changes.Select(change => change.Path))}".Trim()).ShouldBe(
        [
            "New Added", "Renamed Replaced TopicName", "Changed Modified Delay Environment.B Fifo", "Same Unchanged", "Retyped Replaced", "Gone Removed",
        ]);
    }
}
