using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates;

namespace Quell.Engine.Tests.Templates.Serverless;

/// <summary>
/// Templates beside what AWS's own transform makes of them: <c>Cases/serverless/*.yaml</c> and, of the same name, <c>*.json</c>,
/// which the SAM translator (1.110.0) wrote. Where it puts the region or parameters' values into properties, the references stand as the author wrote them.
/// </summary>
public sealed class ServerlessTransformTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    public static TheoryData<string> Mistakes => [.. Some.Cases("serverless-mistakes.jsonl").Select(each => each.String("name") ?? "")];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Templates", "Cases", "serverless");

    [Theory]
    [MemberData(nameof(Names))]
    public void Makes_of_a_template_what_SAM_makes_of_it(string name)
    {
        var expected = (JsonObject)JsonValue.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));

        var made = (JsonObject?)Some.Template(File.ReadAllText(Path.Combine(Folder, name + ".yaml"))).Processed?.ToJson();

        made.ShouldNotBeNull();
        var resources = made.Object("Resources").ShouldNotBeNull();
        var wanted = expected.Object("Resources").ShouldNotBeNull();
        resources.Names.Order().ShouldBe(wanted.Names.Order());
        foreach (var id in wanted.Names)
        {
            Equals(resources[id], wanted[id]).ShouldBeTrue($"{id} is\n{resources[id]}\nand not\n{wanted[id]}");
        }

        Equals(made, expected).ShouldBeTrue($"It is\n{made}\nand not\n{expected}");
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Says_what_is_wrong_in_the_words_of_SAM_and_where(string name)
    {
        var given = Some.Cases("serverless-mistakes.jsonl").First(each => each.String("name") == name);

        var parse = Template.Parse(given.String("template") ?? "");

        parse.Template.ShouldBeNull();
        parse.Errors.Select(error => error.ToString().Replace(Engine.Templates.Serverless.ServerlessTransform.Failure, "", StringComparison.Ordinal))
            .ShouldBe(given.Array("errors").Strings);
    }

    [Fact]
    public void Names_follow_the_values_given_to_parameters_and_ARNs_the_region()
    {
        const string Text =
            """
            Transform: AWS::Serverless-2016-10-31
            Parameters: {Stage: {Type: String}, Package: {Type: String, Default: one.zip}}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties: {Runtime: python3.12, Handler: index.handler, CodeUri: {Bucket: packages, Key: !Ref Package}, AutoPublishAlias: !Ref Stage}
            """;

        var first = Resources(Text, "eu-west-1", ("Stage", "live"));
        var second = Resources(Text, "cn-north-1", ("Stage", "test"), ("Package", "two.zip"));

        first.Names.ShouldContain("FAliaslive");
        second.Names.ShouldContain("FAliastest");
        first.Names.Single(name => name.StartsWith("FVersion", StringComparison.Ordinal))
            .ShouldNotBe(second.Names.Single(name => name.StartsWith("FVersion", StringComparison.Ordinal)));
        second.Object("FRole")!.Object("Properties")!.Array("ManagedPolicyArns").Strings
            .ShouldBe(["arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]);
        Template.Parse(Text).Template.ShouldNotBeNull("It can be looked at before its parameters have values.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_stands_in_a_template_the_answer_is_a_template_or_errors(int seed)
    {
        var random = new Random(seed);
        var templates = Directory.GetFiles(Folder, "*.yaml").Select(file => (JsonObject)Root(File.ReadAllText(file)).ToJson()).ToList();
        JsonValue[] others = ["", "text", "12", 0, true, JsonArray.Empty, JsonObject.Empty, JsonArray.From(["a"]), JsonValue.Parse("""{"Ref": "AWS::NoValue"}"""),
            JsonValue.Parse("""{"Fn::If": ["C", {"Ref": "AWS::NoValue"}, "a"]}"""), JsonValue.Parse("""{"Fn::If": []}"""), JsonValue.Parse("""{"Type": "SQS", "Properties": {}}""")];
        for (var round = 0; round < 600; round++)
        {
            JsonValue changed = templates[random.Next(templates.Count)];
            for (var flaws = random.Next(1, 4); flaws > 0; flaws--)
            {
                changed = Flawed(changed, random, others);
            }

            var parse = Template.Parse(changed.ToString());
            (parse.Template is null).ShouldBe(parse.Errors.Length > 0, changed.ToString());
        }
    }

    private static JsonObject Resources(string text, string region, params (string Name, string Value)[] parameters)
    {
        var input = new TransformInput(new Scope("123456789012", region), parameters.ToDictionary(each => each.Name, each => each.Value));
        var processed = Template.Parse(text, input).Template.ShouldNotBeNull().Processed.ShouldNotBeNull();
        return ((JsonObject)processed.ToJson()).Object("Resources").ShouldNotBeNull();
    }

    private static TemplateNode Root(string text) => Engine.Templates.Reading.TemplateText.Read(System.Text.Encoding.UTF8.GetBytes(text)).Root.ShouldNotBeNull();

    /// <summary>The value with something else at a place below it.</summary>
    private static JsonValue Flawed(JsonValue value, Random random, JsonValue[] others)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when random.Next(6) > 0:
                var name = map.Names.ElementAt(random.Next(map.Count));
                return random.Next(20) == 0 ? map.Without(name) : map.With(name, Flawed(map[name]!, random, others));
            case JsonArray { Count: > 0 } list when random.Next(6) > 0:
                var items = list.ToList();
                var index = random.Next(items.Count);
                items[index] = Flawed(items[index], random, others);
                return JsonArray.From(items);
            default:
                return others[random.Next(others.Length)];
        }
    }
}
