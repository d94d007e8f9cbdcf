using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Gives a variable of the runbook another value, of its own type: nothing is converted ("aws:updateVariable").</summary>
internal sealed class AwsUpdateVariable() : RunbookAction("aws:updateVariable")
{
    private const string Prefix = "variable:";
    private const int MostMaps = 200;
    private const int MostTexts = 50;
    private const int LongestText = 512;
    private const int LongestKey = 50;

    /// <summary>The name is a name: in braces it would be the value.</summary>
    public override JsonObject Resolve(JsonObject inputs, RunbookScope scope) => scope.Resolve(inputs.Without("Name")).With("Name", inputs["Name"]);

    public override void Enter(StepVisit visit)
    {
        var text = visit.Inputs.Text("Name").Trim('{', '}', ' ');
        var name = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Trim('{', '}', ' ') : text;
        var variable = visit.Document.Variables.FirstOrDefault(variable => variable.Name == name)
            ?? throw StepException.Inputs($"Name is {text}; the document has no variable of that name");
        var value = visit.Inputs.Values["Value"] ?? throw StepException.Inputs("aws:updateVariable has no Value");
        if (!IsOf(value, RunbookTypes.Find(variable.Type) ?? RunbookType.String))
        {
            throw StepException.Inputs($"Value is {value}, and the variable {name} is of type {variable.Type}");
        }

        Check(value);
        visit.SetVariable(name, value);
        visit.Succeed(JsonObject.Empty);
    }

    private static bool IsOf(JsonValue value, RunbookType type) => type switch
    {
        RunbookType.String => value is JsonString,
        RunbookType.StringList => value is JsonArray list && list.Items.All(item => item is JsonString),
        RunbookType.Integer => value is JsonNumber number && number.TryAsLong(out _),
        RunbookType.Boolean => value is JsonBoolean,
        RunbookType.StringMap => value is JsonObject,
        _ => value is JsonArray list && list.Items.All(item => item is JsonObject),
    };

    /// <summary>"aws:updateVariable", "Constraints".</summary>
    private static void Check(JsonValue value)
    {
        var mistake = value switch
        {
            JsonString { Value.Length: > LongestText } => $"a String has at most {LongestText} characters",
            JsonArray { Count: > MostMaps } => $"a MapList has at most {MostMaps} items",
            JsonArray { Count: > MostTexts } list when list[0] is JsonString => $"a StringList has at most {MostTexts} items",
            JsonObject map when map.Names.Any(name => name.Length is 0 or > LongestKey) => $"a key has 1 to {LongestKey} characters",
            _ => null,
        };
        if (mistake is not null)
        {
            throw StepException.Inputs($"The value of a variable is bounded: {mistake}");
        }
    }
}
