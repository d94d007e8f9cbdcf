using Quell.Engine.Templates;

namespace Quell.Engine.Tests.Templates.Reading;

public sealed class TemplateReaderTests
{
    public static TheoryData<string> Mistakes => [.. Some.Cases("mistakes.jsonl").Select(each => each.String("name") ?? "")];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void All_mistakes_are_named_with_their_places(string name)
    {
        var given = Some.Cases("mistakes.jsonl").First(each => each.String("name") == name);

        var parse = Template.Parse(given.String("template") ?? "");

        parse.Template.ShouldBeNull();
        var wanted = given.Array("errors").Strings.ToList();
        var found = parse.Errors.Select(error => error.ToString()).ToList();
        found.Count.ShouldBe(wanted.Count, string.Join('\n', found));
        foreach (var (error, want) in found.Zip(wanted))
        {
            error.ShouldStartWith(want);
        }
    }

    [Fact]
    public void JSON_and_YAML_give_the_same_template()
    {
        var yaml = Some.Template("AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {Name: !Sub '${AWS::StackName}', Url: !GetAtt A.B.C, Delay: 1.50}\n  A: {Type: X}\n");
        var json = Some.Template("""{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"Name": {"Fn::Sub": "${AWS::StackName}"}, "Url": {"Fn::GetAtt": ["A", "B.C"]}, "Delay": 1.50}}, "A": {"Type": "X"}}}""");

        yaml.Resources["Q"].Node.ToJson().ToString().ShouldBe(json.Resources["Q"].Node.ToJson().ToString());
    }

    [Fact]
    public void A_byte_order_mark_and_tabs_in_JSON_do_no_harm()
    {
        Template.Parse("\uFEFFResources: {A: {Type: X}}").Errors.ShouldBeEmpty();
        Template.Parse("\uFEFF\t{\"Resources\":\n\t{\"A\": {\"Type\": \"X\"}}}").Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Code_in_a_block_keeps_its_lines()
    {
        var template = Some.Template("Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code:\n        ZipFile: |\n          def handler(event, context):\n              return {'n': '#1'}\n\n          # end\n");

        template.Resources["F"].Properties!["Code"].ShouldBeOfType<TemplateNode.Map>()["ZipFile"]!.Text
            .ShouldBe("def handler(event, context):\n    return {'n': '#1'}\n\n# end\n");
    }

    [Fact]
    public void A_template_of_more_than_a_mebibyte_is_refused() =>
        Template.Parse(new string(' ', 1024 * 1024) + "{}").Errors.Single().Code.ShouldBe(TemplateErrorCode.Limit);

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        var lines = Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");

        var parse = Template.Parse("a0: &a0 x\n" + string.Join('\n', lines));

        parse.Errors.Single().Code.ShouldBe(TemplateErrorCode.Limit);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("- ")]
    public void Nesting_without_end_is_stopped(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 50_000));

        Template.Parse(text).Template.ShouldBeNull();
        Template.Parse("Resources: " + text).Template.ShouldBeNull();
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused() =>
        Template.Parse(new byte[] { 0x7b, 0xff, 0xfe }).Errors.Single().Code.ShouldBe(TemplateErrorCode.Syntax);

    [Fact]
    public void Of_very_many_mistakes_the_first_hundred_are_named()
    {
        var errors = Template.Parse("Resources: {A: {Type: X}}\n" + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"k{number}: v\n"))).Errors;

        errors.Length.ShouldBe(101);
        errors[^1].Message.ShouldBe("and 19900 more mistakes");
    }

    [Fact]
    public void Texts_that_multiply_each_other_are_stopped()
    {
        var value = "x";
        for (var level = 0; level < 30; level++)
        {
            value = $"!Sub ['{string.Concat(Enumerable.Repeat("${A}", 10))}', {{A: {value}}}]";
        }

        var properties = Some.Evaluation($"Resources:\n  R: {{Type: X, Properties: {{P: {value}}}}}\n").Properties("R", Some.Answer);

        properties.Errors[0].Code.ShouldBe(TemplateErrorCode.Limit);
    }

    [Fact]
    public void A_long_chain_of_conditions_is_decided()
    {
        var chain = string.Concat(Enumerable.Range(1, 999).Select(number => $"  C{number}: !Not [!Condition C{number - 1}]\n").Reverse());

        Some.Evaluation($"Conditions:\n{chain}  C0: !Equals [a, a]\nResources: {{R: {{Type: X}}}}\n").Conditions["C999"].ShouldBeFalse();
    }
}
