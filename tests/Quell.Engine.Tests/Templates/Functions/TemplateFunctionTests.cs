using Quell.Engine.Json;

namespace Quell.Engine.Tests.Templates.Functions;

public sealed class TemplateFunctionTests
{
    private const string Head = """
        Parameters:
          Env: {Type: String, Default: dev}
          Kind: {Type: String, Default: vpc}
          AttributeName: {Type: String, Default: TopicName}
          Secret: {Type: String, Default: hush-hush, NoEcho: true}
          Subnets: {Type: CommaDelimitedList, Default: "subnet-1, subnet-2,subnet-3"}
          Count: {Type: Number, Default: 010}
        Mappings:
          Regions:
            eu-west-1: {Size: 3, Zones: [a, b]}
        Conditions:
          IsProd: !Equals [!Ref Env, prod]
          IsDev: !Equals [!Ref Env, dev]
          Complex: !And [!Not [!Condition IsProd], !Or [!Condition IsDev, !Equals [a, b]]]
        Resources:
          Topic: {Type: AWS::SNS::Topic}
          Later: {Type: AWS::SNS::Topic}
          R:
            Type: AWS::S3::Bucket
            Properties:
              P: 
        """;

    public static TheoryData<string> Names => [.. Some.Cases("functions.jsonl").Select(each => each.String("name") ?? "")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluates_as_CloudFormation_does(string name)
    {
        var given = Some.Cases("functions.jsonl").First(each => each.String("name") == name);

        var result = Some.Evaluation(Head + given.String("value") + "\n").Properties("R", Some.Answer);

        if (given.String("error") is { } error)
        {
            result.Errors.Select(each => each.Message).ShouldBe([error]);
            result.Errors[0].Line.ShouldBe(21);
            result.Errors[0].Path.ShouldStartWith("Resources.R.Properties.P");
        }
        else
        {
            result.Errors.ShouldBeEmpty();
            result.Value["P"].ShouldBe(given["want"]);
        }
    }

    [Fact]
    public void A_number_keeps_the_digits_it_was_written_with()
    {
        var properties = Some.Evaluation(Head + "{Runtime: !Sub ['python${V}', {V: 3.10}]}\n").Properties("R", Some.Answer);

        ((JsonObject)properties.Value["P"]!).String("Runtime").ShouldBe("python3.10");
    }

    [Fact]
    public void A_dynamic_reference_gets_its_value_only_when_asked_for()
    {
        var environment = Some.Environment with { Resolve = reference => $"<{reference.Service}|{reference.Reference}>" };
        var template = Some.Template(Head + "'a {{resolve:ssm:/app/key:3}} {{resolve:secretsmanager:db:SecretString:pw}}'\n");
        var (evaluation, _) = Engine.Templates.Evaluation.TemplateEvaluation.Start(template, environment, new Dictionary<string, string>());
        var properties = evaluation.ShouldNotBeNull().Properties("R", Some.Answer);

        evaluation.Resolve("R", properties.Value).Properties.String("P").ShouldBe("a <ssm|/app/key:3> <secretsmanager|db:SecretString:pw>");
        Some.Evaluation(Head + "'{{resolve:ssm:/nope}}'\n").Resolve("R", properties.Value).Errors[0].Message
            .ShouldBe("Unable to resolve the dynamic reference {{resolve:ssm:/app/key:3}}");
    }
}
