using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Json;
using Quell.Engine.Tests.Rules;
using Quell.Engine.Workflows.Validation;

namespace Quell.Engine.Tests.Workflows.Validation;

/// <summary>Whatever is given as a definition, the answer is a list, and soon.</summary>
public sealed class HostileDefinitionTests
{
    private static readonly JsonObject[] Definitions =
    [
        .. ((JsonArray)JsonValue.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Workflows", "Cases", "validation.json")))).Objects
            .Select(one => one.Object("definition")).OfType<JsonObject>(),
    ];

    private static readonly Dictionary<string, Func<string>> Giants = new()
    {
        ["ten million braces"] = () => new string('{', 10_000_000),
        ["deep"] = () => string.Concat(Enumerable.Repeat("{\"a\":", 150_000)),
        ["ten thousand states"] = () => Machine(string.Join(',', Many(10_000, i => $"\"s{i}\":{{\"Type\":\"Pass\",\"Next\":\"s{i + 1}\"}}")) + ",\"s10000\":{\"Type\":\"Succeed\"}"),
        ["one mistake after the other"] = () => "{" + string.Join(',', Many(80_000, i => $"\"f{i}\":0")) + "}",
        ["a name of half a megabyte"] = () => Machine($"\"{new string('n', 500_000)}\":{{\"Type\":\"Pass\",\"Parameters\":{{{string.Join(',', Many(30_000, i => $"\"p{i}\":{{}}"))}}}}}"),
        ["mistakes below long names"] = () => Machine($"\"s0\":{{\"Type\":\"Pass\",\"End\":true,\"Parameters\":{{\"{new string('n', 500_000)}\":[{string.Join(',', Many(30_000, _ => "{\"a.$\":1}"))}]}}}}"),
        ["machines in machines"] = () => string.Concat(Many(120, i => $"{{\"StartAt\":\"m{i}\",\"States\":{{\"m{i}\":{{\"Type\":\"Map\",\"End\":true,\"ItemProcessor\":"))
            + Machine("\"s0\":{\"Type\":\"Succeed\"}") + string.Concat(Many(120, _ => "}}}")),
        ["a path of half a megabyte"] = () => Machine($"\"s0\":{{\"Type\":\"Pass\",\"End\":true,\"InputPath\":\"${string.Concat(Many(100_000, _ => ".a[0]"))}\"}}"),
        ["calls in calls"] = () => Machine($"\"s0\":{{\"Type\":\"Pass\",\"End\":true,\"Parameters\":{{\"a.$\":\"{string.Concat(Many(40_000, _ => "States.Array("))}\"}}}}"),
        ["a chain of operators"] = () => Jsonata(string.Join(" & ", Many(100_000, _ => "$a"))),
        ["many chains of operators"] = () => "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"s\",\"States\":{\"s\":{\"Type\":\"Pass\",\"End\":true,\"Output\":["
            + string.Join(',', Many(24, _ => $"\"{{% {string.Join('&', Many(14_000, _ => "$a"))} %}}\"")) + "]}}}",
        ["brackets in brackets"] = () => Jsonata(new string('(', 400_000)),
        ["choices in choices"] = () => Jsonata(new string('(', 40) + "$a" + string.Concat(Many(40, _ => " ?? $b)"))),
    };

    public static TheoryData<string> NamesOfGiants => [.. Giants.Keys];

    [Theory]
    [MemberData(nameof(NamesOfGiants))]
    public void A_giant_is_answered_soon(string name)
    {
        var definition = Giants[name]();
        var watch = Stopwatch.StartNew();
        DefinitionValidator.Validate(definition, isExpress: false).Count.ShouldBeLessThanOrEqualTo(1_000, name);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), name);
    }

    [Fact]
    public void Ten_thousand_states_are_taken() =>
        DefinitionValidator.Validate(Giants["ten thousand states"](), isExpress: false).ShouldBeEmpty();

    [Fact]
    public void A_definition_beyond_the_quota_is_refused_unread() =>
        DefinitionValidator.Validate("{\"a\":\"" + new string('ä', 524_290) + "\"}", isExpress: false).Single().Message
            .ShouldBe("Definition must have length less than or equal to 1048576");

    [Fact]
    public void A_definition_with_any_part_replaced_is_answered() => ForAll(5_000, random =>
    {
        var definition = Definitions[random.Next(Definitions.Length)];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            definition = Changed(definition, random) as JsonObject ?? definition;
        }

        Validate(definition.ToString(), random);
        DefinitionValidator.ValidateState(definition.Object("States")?.Names.FirstOrDefault() is { } first ? definition.Object("States")!.Object(first) ?? definition : definition)
            .ShouldAllBe(one => one.Message.Length > 0);
    });

    [Fact]
    public void A_text_with_characters_changed_is_answered() => ForAll(5_000, random =>
    {
        var some = new SomeJson(random);
        var text = random.Next(3) == 0 ? some.Event() : Definitions[random.Next(Definitions.Length)].ToString();
        var broken = some.Broken(text);
        Validate(broken, random);

        // The scan for Jackson's words and the parser agree on what JSON is. A member that stands twice ends the scan.
        var told = DefinitionText.FindMistake(broken);
        if (told?.Message.StartsWith("Duplicate", StringComparison.Ordinal) != true)
        {
            (told is null).ShouldBe(IsJson(broken), broken);
        }
    });

    private static void Validate(string text, Random random)
    {
        foreach (var one in DefinitionValidator.Validate(text, isExpress: random.Next(2) == 0))
        {
            one.Code.ShouldNotBeEmpty();
            one.Message.ShouldNotBeEmpty();
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonValue.Parse(text);
            return true;
        }
        catch (JsonSyntaxException)
        {
            return false;
        }
    }

    /// <summary>The value with one part replaced, removed or named otherwise.</summary>
    private static JsonValue Changed(JsonValue value, Random random)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } parent when random.Next(6) > 0:
                var name = parent.Names.ElementAt(random.Next(parent.Count));
                return random.Next(8) switch
                {
                    0 => parent.Without(name),
                    1 => parent.Without(name).With(Field(random), parent[name]),
                    2 => parent.With(Field(random), Oddity(random)),
                    _ => parent.With(name, Changed(parent[name]!, random)),
                };
            case JsonArray { Count: > 0 } array when random.Next(6) > 0:
                var index = random.Next(array.Count);
                return new JsonArray(random.Next(4) == 0 ? array.Items.RemoveAt(index) : array.Items.SetItem(index, Changed(array[index], random)));
            default:
                return Oddity(random);
        }
    }

    private static string Field(Random random)
    {
        string[] fields =
        [
            "Type", "Next", "End", "States", "StartAt", "Choices", "Retry", "Catch", "Assign", "Output", "Arguments", "Condition", "Not", "ItemReader", "ReaderConfig", "QueryLanguage",
            "ItemProcessor", "Branches", "Parameters", "a.$", "Resource", "Label", "TimeoutSeconds", "HeartbeatSeconds", "Credentials", "",
        ];
        return fields[random.Next(fields.Length)];
    }

    private static JsonValue Oddity(Random random)
    {
        string[] oddities =
        [
            "null", "true", "0", "-1", "1e400", "1.5", "\"\"", "\"$\"", "\"$.a\"", "\"$$.b\"", "\"$x\"", "\"{% $states.input %}\"", "\"{%\"", "\"{% a ?? (b; c) %}\"", "\"States.UUID()\"", "[]", "{}",
            "[[]]", "[\"States.ALL\"]", "[{\"Not\":{}}]", "{\"A\":{}}", "{\"\":{\"a.$\":\"$\"}}", "\"Map\"", "\"Task\"", "\"Choice\"", "\"Parallel\"", "\"JSONata\"", "\"arn:aws:states:::x\"", "{\"Mode\":\"DISTRIBUTED\"}",
        ];
        return JsonValue.Parse(oddities[random.Next(oddities.Length)]);
    }

    private static string Machine(string states) => "{\"StartAt\":\"s0\",\"States\":{" + states + "}}";

    private static string Jsonata(string expression) =>
        "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"s\",\"States\":{\"s\":{\"Type\":\"Pass\",\"End\":true,\"Output\":\"{% " + expression + " %}\"}}}";

    private static IEnumerable<string> Many(int count, Func<int, string> make) =>
        Enumerable.Range(0, count).Select(make);

    private static void ForAll(int times, Action<Random> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(new Random(seed))));
}
