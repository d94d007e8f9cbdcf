using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Engine.Tests.Templates.Evaluation;

public sealed class TemplateEvaluationTests
{
    private const string Conditional = """
        Parameters: {Env: {Type: String, Default: dev}}
        Conditions: {IsProd: !Equals [!Ref Env, prod]}
        Resources:
          Prod: {Type: X, Condition: IsProd}
          Uses: {Type: X, Properties: {P: !If [IsProd, !Ref Prod, none]}}
        Outputs:
          Name: {Condition: IsProd, Value: !Ref Prod}
        """;

    [Fact]
    public void A_condition_drops_resources_and_outputs_and_the_dependencies_on_them()
    {
        var dev = Some.Evaluation(Conditional);
        dev.Order.Creation.ShouldBe(["Uses"]);
        dev.Properties("Uses", Some.Answer).Value.String("P").ShouldBe("none");
        dev.Outputs(Some.Answer).Outputs.ShouldBeEmpty();

        var prod = Some.Evaluation(Conditional, ("Env", "prod"));
        prod.Order.Creation.ShouldBe(["Prod", "Uses"]);
        prod.DependenciesOf("Uses").ShouldBe(["Prod"]);
        prod.Outputs(Some.Answer).Outputs.Single().Name.ShouldBe("Name");
    }

    [Theory]
    [InlineData("Q: {Type: X, Properties: {P: !Ref Gone}}", "Resources")]
    [InlineData("Q: {Type: X, Properties: {P: !GetAtt Gone.Arn}}", "Resources")]
    [InlineData("Q: {Type: X, DependsOn: Gone}", "Resources")]
    [InlineData("Q: {Type: X}\nOutputs: {O: {Value: !Ref Gone}}", "Outputs")]
    public void A_reference_to_a_resource_that_its_condition_drops_is_refused(string rest, string section)
    {
        var (_, errors) = Some.Start("Conditions: {Never: !Equals [a, b]}\nResources:\n  Gone: {Type: X, Condition: Never}\n  " + rest);

        errors.Single().Message.ShouldBe($"Template format error: Unresolved resource dependencies [Gone] in the {section} block of the template");
        errors.Single().Line.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Resources_are_ordered_by_levels_in_the_order_of_the_text()
    {
        var evaluation = Some.Evaluation("""
            Resources:
              D: {Type: X, Properties: {P: !Sub '${B}-${C.Arn}'}}
              C: {Type: X, DependsOn: [A]}
              B: {Type: X, Properties: {P: {Deep: [!GetAtt A.Arn]}}}
              A: {Type: X}
              E: {Type: X}
            """);

        evaluation.Order.Levels.Select(level => string.Join(' ', level)).ShouldBe(["A E", "C B", "D"]);
        evaluation.Order.Deletion.ShouldBe(["D", "B", "C", "E", "A"]);
        evaluation.DependenciesOf("D").Order().ShouldBe(["B", "C"]);
    }

    [Fact]
    public void A_circle_that_a_condition_closes_is_found_when_it_holds()
    {
        const string text = """
            Parameters: {On: {Type: String}}
            Conditions: {Is: !Equals [!Ref On, yes please]}
            Resources:
              A: {Type: X, Properties: {P: !If [Is, !Ref B, x]}}
              B: {Type: X, Properties: {P: !Ref A}}
            """;

        Some.Start(text, ("On", "no")).Errors.ShouldBeEmpty();
        Some.Start(text, ("On", "yes please")).Errors.Single().Message.ShouldBe("Circular dependency between resources: [A, B]");
    }

    [Fact]
    [Trait("Requirement", "R16")]
    public void A_template_that_the_CDK_wrote_is_evaluated()
    {
        var evaluation = Some.Evaluation(Some.File("cdk-app.template.json"), ("Email", "ops@example.com"));

        evaluation.Conditions["CDKMetadataAvailable"].ShouldBeTrue();
        evaluation.Order.Levels.Select(level => string.Join(' ', level)).ShouldBe(
        [
            "Alerts1B0F1F4E TaggerServiceRole4A2C7B21 CDKMetadata",
            "AlertsOps3A7C0D3E TaggerServiceRoleDefaultPolicy9D0E5A66",
            "Tagger84CE15F1",
            "CreatedF2C6D7A1",
            "CreatedAllowEventRule5C1F9E7D",
        ]);
        evaluation.Properties("TaggerServiceRole4A2C7B21", Some.Answer).Value.Array("ManagedPolicyArns").Strings
            .ShouldBe(["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]);
        evaluation.Properties("TaggerServiceRoleDefaultPolicy9D0E5A66", Some.Answer).Value.Object("PolicyDocument")!.Array("Statement").Objects.First()
            .Object("Condition")!.ToString().ShouldBe("""{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}""");
        var output = evaluation.Outputs(Some.Answer).Outputs.Single();
        output.ExportName.ShouldBe("demo:TopicArn");
    }

    [Fact]
    public void A_bootstrap_that_is_too_old_fails_the_rule_of_the_CDK()
    {
        var environment = Some.Environment with { SsmParameter = _ => "5" };

        var (_, errors) = TemplateEvaluation.Start(Some.Template(Some.File("cdk-app.template.json")), environment, new Dictionary<string, string> { ["Email"] = "x" });

        errors.Single().Code.ShouldBe(TemplateErrorCode.Rule);
        errors.Single().Message.ShouldBe("Rule CheckBootstrapVersion failed: CDK bootstrap stack version 6 required. Please run 'cdk bootstrap' with a recent version of the CDK CLI.");
    }

    [Theory]
    [InlineData("!EachMemberIn [!Ref Zones, [a, b, c]]", true)]
    [InlineData("!EachMemberIn [!Ref Zones, [a]]", false)]
    [InlineData("!EachMemberEquals [!Ref Zones, a]", false)]
    [InlineData("!Contains [!Ref Zones, b]", true)]
    [InlineData("!Contains [!RefAll 'AWS::EC2::VPC::Id', !Ref Vpc]", true)]
    [InlineData("!Equals [!ValueOf [Vpc, Tags.Env], prod]", true)]
    [InlineData("!EachMemberEquals [!ValueOfAll ['AWS::EC2::VPC::Id', Tags.Env], dev]", false)]
    public void Rules_are_held_against_the_parameters(string assertion, bool holds)
    {
        var template = Some.Template($$$"""
            Parameters:
              Zones: {Type: CommaDelimitedList, Default: "a,b"}
              Vpc: {Type: 'AWS::EC2::VPC::Id', Default: vpc-1}
            Rules:
              Off: {RuleCondition: !Equals [a, b], Assertions: [{Assert: !Equals [a, b]} ] }
              On: {RuleCondition: !Equals [a, a], Assertions: [{Assert: {{{assertion}}} } ] }
            Resources: {R: {Type: X}}
            """);
        var environment = Some.Environment with { ValuesOfType = _ => ["vpc-1", "vpc-2"], AttributeOfValue = (_, _, _) => "prod" };

        var (_, errors) = TemplateEvaluation.Start(template, environment, new Dictionary<string, string>());

        errors.Select(error => error.Message).ShouldBe(holds ? [] : ["Rule On failed: an assertion about the parameters does not hold"]);
    }

    [Fact]
    public void What_depends_on_a_resource_to_come_is_known_after_apply_and_the_rest_at_once()
    {
        var properties = Some.Evaluation("Resources:\n  Later: {Type: X}\n  R: {Type: X, Properties: {A: 1, B: [!Sub 'x${Later}'], C: !Select [0, [!GetAtt Later.Arn]]}}")
            .Properties("R", Some.Answer);

        properties.WaitsForResources.ShouldBeTrue();
        properties.Value["A"].ShouldBe((JsonValue)1);
        properties.Value.Array("B")[0].ShouldBeSameAs(Evaluator.KnownAfterApply);
        properties.Value["C"].ShouldBeSameAs(Evaluator.KnownAfterApply);
    }
}
