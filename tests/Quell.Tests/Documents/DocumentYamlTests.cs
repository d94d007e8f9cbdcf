using System.Text;
using Quell.Documents;
using Quell.Engine.Json;

namespace Quell.Tests.Documents;

public sealed class DocumentYamlTests
{
    [Fact]
    public void Lines_stay_lines() =>
        DocumentYaml.Write(JsonObject.Of(("script", "def main():\n  pass\n"), ("empty", JsonObject.Empty), ("list", JsonArray.Empty), ("yes", true), ("n", 1))).ShouldBe(
            """
            ---
            script: |
              def main():
                pass
            empty: {}
            list: []
            "yes": true
            "n": 1

            """);

    [Theory]
    [InlineData("a\nb"), InlineData("a\n\n"), InlineData(" a\nb"), InlineData("a \nb\t"), InlineData("#a\n: b"), InlineData("\n"), InlineData("true"), InlineData("0.3"), InlineData("é\u0085\u2028"), InlineData("a\r\nb")]
    public void A_text_stays_the_same(string text) => Back(JsonObject.Of(("k", text), (text, "v"))).ShouldBe(JsonObject.Of(("k", text), (text, "v")));

    [Fact]
    public void What_is_written_is_read_again()
    {
        const string Letters = "ab1 .:-#\n\"'\\{}[],&*!|>%@`~?=<\u00e9\u2028\u0085";
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var value = Value(random, Letters, 4);

            Back(JsonObject.Of(("v", value))).ShouldBe(JsonObject.Of(("v", value)));
        }
    }

    private static JsonValue Value(Random random, string letters, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => random.Next(-1000, 1000),
        1 => random.Next(2) == 0,
        2 => JsonValue.Null,
        3 => Text(random, letters),
        4 => JsonArray.From(Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, letters, depth - 1)).ToList()),
        _ => JsonObject.From(Enumerable.Range(0, random.Next(3)).Select(number => KeyValuePair.Create(number + Text(random, letters), Value(random, letters, depth - 1))).ToList()),
    };

    private static string Text(Random random, string letters) =>
        new([.. Enumerable.Range(0, random.Next(8)).Select(_ => letters[random.Next(letters.Length)])]);

    private static JsonValue Back(JsonObject value) => DocumentText.Read(Encoding.UTF8.GetBytes(DocumentYaml.Write(value)), DocumentText.Yaml).ToJson();
}
