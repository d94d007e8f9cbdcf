using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Choices;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>Checks the rules of a Choice (developer guide, "Choice workflow state").</summary>
internal static class ChoiceCheck
{
    private static readonly ImmutableArray<string> Tests = ["And", "Or", "Not", "Variable", "Condition"];

    private static readonly Shape Jsonata = new([
        new("Condition", JsonataCheck.Condition),
        new("Next", Values.Text),
        new("Comment", Values.Text),
        new("Output", Payloads.Any),
        new("Assign", VariableCheck.Assign),
        .. Tests[..^1].Select(name => new Field(name, Values.Anything, FieldLanguage.JsonPath)),
    ])
    {
        Required = ["Next"],
        Also = OneTest,
    };

    /// <summary>What a JSONPath rule has beside its test.</summary>
    private static readonly Shape Beside = new(
        new Field("Next", Values.Text),
        new Field("Comment", Values.Text),
        new Field("Assign", VariableCheck.Assign),
        new Field("Condition", Values.Anything, FieldLanguage.Jsonata),
        new Field("Output", Values.Anything, FieldLanguage.Jsonata))
    {
        Required = ["Next"],
    };

    public static void Rule(JsonValue value, Spot spot)
    {
        if (value is not JsonObject rule)
        {
            spot.Schema(Texts.Expected("OBJECT"));
        }
        else if (spot.IsJsonata)
        {
            Jsonata.Check(rule, spot);
        }
        else
        {
            PathRule(rule, spot);
        }
    }

    private static void PathRule(JsonObject rule, Spot spot)
    {
        var members = (IEnumerable<KeyValuePair<string, JsonValue>>)rule;
        Beside.Check(JsonObject.From(members.Where(member => member.Key is "Next" or "Comment" or "Assign" or "Condition" or "Output")), spot);
        OneTest(rule, spot);
        if (Tests.Count(rule.Has) == 1 && !rule.Has("Condition"))
        {
            var mistakes = new List<PathMistake>();
            ChoiceRule.Compile(rule.Without("Output"), spot.Place.ToString(), mistakes);
            mistakes.ForEach(mistake => spot.Findings.Schema(mistake.Location, mistake.Message));
        }
    }

    private static void OneTest(JsonObject rule, Spot spot)
    {
        if (Tests.Count(rule.Has) != 1)
        {
            spot.Schema($"The object must have only one of the following fields, [{string.Join(", ", Tests)}]");
        }
    }
}
