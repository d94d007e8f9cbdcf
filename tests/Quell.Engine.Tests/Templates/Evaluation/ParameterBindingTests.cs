using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Engine.Tests.Templates.Evaluation;

public sealed class ParameterBindingTests
{
    public static TheoryData<string> Names => [.. Some.Cases("parameters.jsonl").Select(each => each.String("name") ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_bound_and_held_against_their_constraints(string name)
    {
        var given = Some.Cases("parameters.jsonl").First(each => each.String("name") == name);
        var template = Some.Template($"Parameters:\n  P: {{{given.String("parameter")}}}\nResources: {{R: {{Type: X}}}}\n");
        var parameters = given.String("given") is { } value ? new Dictionary<string, string> { ["P"] = value } : [];

        var (evaluation, errors) = TemplateEvaluation.Start(template, Some.Environment with { ValueExists = (_, id) => id != "vpc-gone" }, parameters);

        if (given.String("error") is { } error)
        {
            evaluation.ShouldBeNull();
            errors.Select(each => each.ToString()).ShouldBe([$"line 2, column 6: {error} (Parameters.P)"]);
        }
        else
        {
            errors.ShouldBeEmpty();
            var bound = evaluation.ShouldNotBeNull().Parameters["P"];
            bound.Shown.ShouldBe(given.String("shown"));
            bound.Value.ShouldBe(given["value"]);
        }
    }

    [Fact]
    public void A_value_for_no_parameter_is_refused()
    {
        Some.Start("Parameters: {P: {Type: String}}\nResources: {R: {Type: X}}", ("P", "1"), ("Q", "2")).Errors.Single().Message
            .ShouldBe("Parameters: [Q] do not exist in the template");
        Some.Start("Resources: {R: {Type: X}}", ("Q", "2")).Errors.Single().Message
            .ShouldBe("Parameter values specified for a template which does not require them.");
    }

    [Fact]
    public void An_output_made_of_a_secret_is_masked()
    {
        var evaluation = Some.Evaluation(
            "Parameters: {P: {Type: String, NoEcho: true}}\nResources: {R: {Type: X}}\nOutputs: {A: {Value: !Sub 'x${P}'}, B: {Value: !Ref R}}", ("P", "hush"));

        var (outputs, errors) = evaluation.Outputs(Some.Answer);

        errors.ShouldBeEmpty();
        outputs.Select(output => output.Shown).ShouldBe(["****", "arn:aws:sns:eu-west-1:123456789012:r"]);
        outputs[0].Value.ShouldBe("xhush");
    }
}
