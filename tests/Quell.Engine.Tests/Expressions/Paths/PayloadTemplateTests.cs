using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Paths;

/// <summary>Developer guide, "Manipulate parameters in Step Functions workflows"; Amazon States Language, "Payload Template".</summary>
public sealed class PayloadTemplateTests
{
    [Theory]
    [InlineData(
        """{"comment":"Selecting what I care about.","MyDetails":{"size.$":"$.product.details.size","exists.$":"$.product.availability","StaticValue":"foo"}}""",
        """{"comment":"Example for Parameters.","product":{"details":{"color":"blue","size":"small","material":"cotton"},"availability":"in stock","sku":"2317","cost":"$23"}}""",
        """{"comment":"Selecting what I care about.","MyDetails":{"size":"small","exists":"in stock","StaticValue":"foo"}}""")]
    [InlineData(
        """{"flagged":true,"parts":{"first.$":"$.vals[0]","last3.$":"$.vals[-3:]"},"weekday.$":"$$.DayOfWeek"}""",
        """{"flagged":7,"vals":[0,10,20,30,40,50]}""",
        """{"flagged":true,"parts":{"first":0,"last3":[30,40,50]},"weekday":"TUESDAY"}""")]
    [InlineData(
        """{"Tags":[{"Key":"a","Value.$":"$.v"},[{"x.$":"$who"}],"$.v",{"y.$":"States.Format('{}!', $.v)"}]}""",
        """{"v":"1"}""",
        """{"Tags":[{"Key":"a","Value":"1"},[{"x":"me"}],"$.v",{"y":"1!"}]}""")]
    public void Puts_values_in_the_place_of_paths_however_deep(string template, string input, string expected) =>
        Compile(template).Evaluate(Scope(input)).ShouldBe(JsonValue.Parse(expected));

    [Fact]
    public void Parts_without_paths_are_shared_not_copied()
    {
        var definition = (JsonObject)JsonValue.Parse("""{"a":{"b":[1,{"c":"$.x"}]},"d.$":"$.x"}""");
        var result = (JsonObject)Compile(definition.ToString(), definition).Evaluate(Scope("""{"x":1}"""));
        result["a"].ShouldBeSameAs(definition["a"]);
    }

    [Fact]
    public void A_path_that_leads_nowhere_names_its_field_and_the_input()
    {
        var error = Should.Throw<PathException>(() => Compile("""{"address.$":"$.application.address"}""").Evaluate(Scope("""{"flagged":false}""")));
        (error.ErrorName, error.Cause).ShouldBe((
            "States.Runtime",
            "The JSONPath '$.application.address' specified for the field 'address.$' could not be found in the input '{\"flagged\":false}'"));
    }

    [Fact]
    public void Nothing_can_be_taken_from_a_null_input() => Should.Throw<PathException>(() => Compile("{\"Input.$\":\"$\"}").Evaluate(Scope("null")))
        .Cause.ShouldBe("Unable to apply Path transformation to null or empty input.");

    [Theory]
    [InlineData("{\"a.$\":\"$\"}")]
    [InlineData("{\"a.$\":\"$[*]\"}")]
    [InlineData("{\"a.$\":\"States.JsonToString(States.Array($))\"}")]
    [InlineData("{\"a\":[[[{\"b.$\":\"States.Hash(States.ArrayPartition($, 1), 'MD5')\"}]]]}")]
    public void What_would_be_nested_too_deep_to_be_written_is_refused(string template)
    {
        var input = new string('[', 511) + "[1]" + new string(']', 511);
        Should.Throw<PathException>(() => Compile(template).Evaluate(Scope(input))).Cause.ShouldBe("The data is nested more than 512 levels");
        Should.Throw<PathException>(() => ReferencePath.Parse("$.a.b").Write(JsonObject.Empty, JsonValue.Parse(input))).ErrorName.ShouldBe("States.Runtime");
    }

    [Fact]
    public void Tells_every_mistake_with_its_place()
    {
        var mistakes = new List<PathMistake>();
        PayloadTemplate.Compile(
            JsonValue.Parse("""{"a.$":1,"b":{"c.$":"no path","d.$":"States.Nope()"},"e":[{"f.$":"$.["}],"g":1,"g.$":"$"}"""), "/States/S/Parameters", mistakes);
        mistakes.ShouldBe([
            new("/States/S/Parameters", "The value for the field 'a.$' must be a STRING that contains a JSONPath but was a NUMBER"),
            new("/States/S/Parameters/b", "The value for the field 'c.$' must be a valid JSONPath or a valid intrinsic function call"),
            new("/States/S/Parameters/b", "The value for the field 'd.$' must be a valid JSONPath or a valid intrinsic function call"),
            new("/States/S/Parameters/e[0]", "The value for the field 'f.$' must be a valid JSONPath or a valid intrinsic function call"),
            new("/States/S/Parameters", "The fields 'g' and 'g.$' would both be written to 'g'"),
        ]);
    }

    private static PayloadTemplate Compile(string text, JsonValue? definition = null)
    {
        var mistakes = new List<PathMistake>();
        var template = PayloadTemplate.Compile(definition ?? JsonValue.Parse(text), "/States/S/Parameters", mistakes);
        mistakes.ShouldBeEmpty();
        return template;
    }

    private static PathScope Scope(string input) => new()
    {
        Input = JsonValue.Parse(input),
        Context = JsonValue.Parse("""{"DayOfWeek":"TUESDAY"}"""),
        Variables = new Dictionary<string, JsonValue> { ["who"] = "me" },
    };
}
