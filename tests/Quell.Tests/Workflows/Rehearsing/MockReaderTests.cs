using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;
using Quell.Workflows.Rehearsing;

namespace Quell.Tests.Workflows.Rehearsing;

public sealed class MockReaderTests
{
    [Theory]
    [InlineData("""{"StatusCode":200}""", 0, """{"StatusCode":200}""")]
    [InlineData("""{"StatusCode":200}""", 7, """{"StatusCode":200}""")]
    [InlineData("""{"Return":1}""", 3, "1")]
    [InlineData("""{"Return":{"Return":1}}""", 0, """{"Return":1}""")]
    [InlineData("""{"Return":1,"more":2}""", 0, """{"Return":1,"more":2}""")]
    [InlineData("""[{"Return":1},{"Return":2}]""", 0, "1")]
    [InlineData("""[{"Return":1},{"Return":2}]""", 5, "2")]
    [InlineData("""[{"Return":1},2]""", 0, """[{"Return":1},2]""")]
    [InlineData("[]", 0, "[]")]
    [InlineData("""{"0":{"Return":1},"1-2":{"Return":2}}""", 2, "2")]
    [InlineData("null", 0, "null")]
    public void A_mock_is_a_result_or_says_what_each_attempt_comes_to(string mock, int attempt, string result)
    {
        var mistakes = new List<PathMistake>();
        MockReader.Read(JsonValue.Parse(mock), "/S", mistakes).At(attempt).ShouldBe(new TaskOutcome.Succeeded(JsonValue.Parse(result)));
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public void An_error_may_have_no_cause_and_an_attempt_that_no_number_names_has_no_outcome()
    {
        var state = MockReader.Read(JsonValue.Parse("""{"1":{"Throw":{"Error":"E"}}}"""), "/S", []);
        state.At(0).ShouldBeNull();
        state.At(1).ShouldBe(new TaskOutcome.Failed("E", ""));
    }

    [Theory]
    [InlineData("""{"2-1":{"Return":1}}""", "/S/2-1")]
    [InlineData("""{"0":{"Return":1},"0-1":{"Return":1}}""", "/S/0-1")]
    [InlineData("""{"0":1}""", "/S/0")]
    [InlineData("""{"Throw":{"Cause":"C"}}""", "/S/Throw")]
    [InlineData("""[{"Throw":{"Error":"E","Cause":1}}]""", "/S/0/Throw")]
    [InlineData("""{"Throw":"E"}""", "/S/Throw")]
    public void Mistakes_have_their_place(string mock, string place)
    {
        var mistakes = new List<PathMistake>();
        MockReader.Read(JsonValue.Parse(mock), "/S", mistakes);
        mistakes.ShouldHaveSingleItem().Location.ShouldBe(place);
    }

    [Fact]
    public void Of_several_test_cases_one_has_to_be_chosen()
    {
        var file = (JsonObject)JsonValue.Parse("""{"StateMachines":{"M":{"TestCases":{"A":{"S":"R"},"B":{"S":"Q"}}}},"MockedResponses":{"R":{"0":{"Return":1}}}}""");
        MockFile.Read(file, "A", [])["S"].At(0).ShouldBe(new TaskOutcome.Succeeded(1));
        foreach (var (testCase, place) in ((string?, string)[])[(null, "/StateMachines"), ("C", "/StateMachines"), ("M/B", "/StateMachines/M/TestCases/B/S")])
        {
            var mistakes = new List<PathMistake>();
            MockFile.Read(file, testCase, mistakes);
            mistakes.ShouldHaveSingleItem().Location.ShouldBe(place);
        }
    }
}
