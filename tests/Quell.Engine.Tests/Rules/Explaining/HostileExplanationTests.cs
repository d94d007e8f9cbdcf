using System.Text;
using Quell.Engine.Rules;
using Quell.Engine.Rules.Explaining;

namespace Quell.Engine.Tests.Rules.Explaining;

/// <summary>Explanations of what is built to be too much.</summary>
public sealed class HostileExplanationTests
{
    [Fact]
    public void Many_missing_names_are_compared_with_many_that_are_there()
    {
        var names = string.Join(',', Enumerable.Range(0, 40_000).Select(number => $"\"Name{number}\":1"));
        var pattern = $"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(number => $"\"name-{number}\":[1]"))}}}";
        var explanation = Explain(pattern, $"{{{names}}}");
        explanation.Fields.Length.ShouldBe(5_000);
        explanation.Fields[4_321].DidYouMean.ShouldBe("Name4321");
    }

    [Fact]
    public void Keys_that_come_again_with_long_arrays_are_refused_as_the_matcher_does()
    {
        var array = $"\"a\":[{string.Join(',', Enumerable.Repeat("{\"p\":1,\"q\":1,\"r\":1,\"s\":1}", 3_000))}]";
        Should.Throw<EventSyntaxException>(() => Explain("""{"a":{"p":[1],"q":[1],"r":[1],"s":[2]}}""", $"{{{array},{array},\"a\":[{{\"s\":2}}]}}"))
            .Message.ShouldContain("more than once");
    }

    [Fact]
    public void A_name_of_a_hundred_thousand_dots_is_followed_to_its_end()
    {
        var path = string.Join('.', Enumerable.Repeat("a", 100_000));
        Explain($"{{\"{path}\":[1]}}", $"{{\"{path}\":1}}").Matched.ShouldBeTrue();
        Explain($"{{\"{path}\":[1]}}", $"{{\"{path}.b\":1}}").Matched.ShouldBeFalse();
    }

    private static Explanation Explain(string pattern, string @event) =>
        EventPattern.TryCompile(pattern, out var compiled, out var error)
            ? ExplainedEvent.Read(Encoding.UTF8.GetBytes(@event)).Explain(compiled)
            : throw new InvalidOperationException(error.Message);
}
