using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

/// <summary>References in texts, lists and keys (Systems Manager User Guide, "Using action outputs as inputs").</summary>
public sealed class InterpolationTests
{
    private static readonly JsonObject Values = (JsonObject)JsonValue.Parse(
        """{"Text": "t", "Number": 5, "Flag": true, "List": ["a", "b"], "Map": {"k": [1]}, "Empty": ""}""");

    [Theory]
    [InlineData("\"{{ Number }}\"", "5")]
    [InlineData("\"{{Flag}}\"", "true")]
    [InlineData("\"{{ List }}\"", """["a","b"]""")]
    [InlineData("\"{{ Map }}\"", """{"k":[1]}""")]
    [InlineData("\"{{ Empty }}\"", "\"\"")]
    [InlineData("\"a {{ Text }} b {{Number}}\"", "\"a t b 5\"")]
    [InlineData("\"{{ Text }}{{ Text }}\"", "\"tt\"")]
    [InlineData("\"x{{ Map }}\"", """ "x{\u0022k\u0022:[1]}" """)]
    [InlineData("""["{{ List }}", "c", "{{ Text }}"]""", """["a","b","c","t"]""")]
    [InlineData("""["x {{ List }}"]""", """["x [\u0022a\u0022,\u0022b\u0022]"]""")]
    [InlineData("""{"{{ Text }}-x": {"y": "{{ List }}"}}""", """{"t-x":{"y":["a","b"]}}""")]
    [InlineData("\"{{ Unknown }} {{ Text }}\"", "\"{{ Unknown }} t\"")]
    [InlineData("\"{{{ Text }}}\"", "\"{t}\"")]
    [InlineData("\"{{ .State.Running }} {{range .}}\"", "\"{{ .State.Running }} {{range .}}\"")]
    [InlineData("\"{{ Text\"", "\"{{ Text\"")]
    [InlineData("\"}} {{ Text }} {{\"", "\"}} t {{\"")]
    [InlineData("\"{{}}\"", "\"{{}}\"")]
    [InlineData("12.50", "12.50")]
    public void Puts_values_in_the_place_of_references(string template, string expected) =>
        Resolve(JsonValue.Parse(template)).ToString().ShouldBe(JsonValue.Parse(expected).ToString());

    [Fact]
    public void Values_are_not_searched_for_references_again()
    {
        var interpolation = new Interpolation(reference => reference.Text == "A" ? "{{ B }}" : "b");
        interpolation.Resolve("{{ A }}").ShouldBe("{{ B }}");
        interpolation.Resolve("x {{ A }} {{ B }}").ShouldBe("x {{ B }} b");
    }

    [Fact]
    public void Any_text_is_taken_and_one_without_references_stays_as_it_is() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll(
            Gen.Elements("{{", "}}", "{", "}", " ", "Text", "List", "step.Out", "global:X", "ssm:y", ":", ".", "\n", "é", "\"").ListOf().Select(string.Concat).ToArbitrary(),
            text =>
            {
                Resolve(text).ShouldNotBeNull();
                new Interpolation(static _ => null).Resolve(text).ShouldBe((JsonValue)text);
                foreach (var (reference, start, end) in Interpolation.Find(text))
                {
                    text[start..end].Trim('{', '}').Trim().ShouldBe(reference.Text);
                }
            }));

    [Fact]
    public void Very_many_braces_take_no_very_long_time() => Resolve(new string('{', 500_000)).ShouldBe((JsonValue)new string('{', 500_000));

    private static JsonValue Resolve(JsonValue template) => new Interpolation(reference => reference is Reference.Parameter(_, var name) ? Values[name] : null).Resolve(template);
}
