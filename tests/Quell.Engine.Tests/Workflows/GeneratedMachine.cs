using System.Globalization;

namespace Quell.Engine.Tests.Workflows;

/// <summary>State machines that are well-formed and make little sense: every type of state, both query languages, fields that often fail.</summary>
internal sealed class GeneratedMachine(Random random)
{
    private static readonly string[] Paths =
    [
        "$", "$.a", "$.a.b", "$.items", "$.items[0]", "$.items[*]", "$..a", "$.n", "$.missing.deep", "$$.State.Name", "$$.Execution.Input",
        "$x", "States.Format('{}', $.n)", "States.ArrayRange(1, 5, 1)", "States.MathAdd($.n, 1)", "States.UUID()", "States.StringToJson($.text)",
    ];

    private static readonly string[] Expressions =
    [
        "$states.input", "$states.input.a", "$states.input.items", "$states.input.items[0]", "$states.context.State.Name", "$x", "1 + $states.input.n",
        "$sum($states.input.items)", "$states.result", "$states.errorOutput", "$missing", "[1..5]", "'a' + 1", "$map([1, 2], function($v) {$v * 2})", "$uuid()",
        "$parse($states.input.text)", "{ 'a': $states.input }", "$error('no')", "$range(1, 4, 1)",
    ];

    private static readonly string[] Errors = ["States.ALL", "States.TaskFailed", "States.Timeout", "Broken", "States.QueryEvaluationError"];

    private const int Deepest = 2;

    private int _names;

    public string Definition() => Graph(Deepest, $"\"TimeoutSeconds\": 100000,");

    public string Input() => random.Next(4) switch
    {
        0 => "{}",
        1 => "[1, 2, 3]",
        2 => random.Next(100).ToString(CultureInfo.InvariantCulture),
        _ => $$"""{"a": {"b": 1}, "items": [3, "x", {"a": null}], "n": {{random.Next(-2, 5)}}, "text": "{\"q\": [1]}"}""",
    };

    private string Graph(int depth, string fields = "")
    {
        var names = Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"S{_names++}").ToList();
        var states = names.Select((name, index) => $"\"{name}\": {{{State(depth, names, index)}}}");
        return $$"""{ {{fields}} "StartAt": "{{names[0]}}", "States": { {{string.Join(", ", states)}} } }""";
    }

    private string State(int depth, List<string> names, int index)
    {
        var isJsonata = random.Next(2) == 0;
        // Mostly onwards: a few loops of the machine itself end with its budget of events. Loops within loops would take for ever to do so.
        var isRoot = depth == Deepest;
        var target = isRoot && random.Next(12) == 0 ? names[random.Next(names.Count)] : index + 1 < names.Count ? names[index + 1] : null;
        names = [.. names.Skip(index + 1)];
        var next = target is null ? "\"End\": true" : $"\"Next\": \"{target}\"";
        var language = isJsonata ? "\"QueryLanguage\": \"JSONata\", " : "";
        return language + (random.Next(depth > 0 ? 9 : 7) switch
        {
            0 => $"\"Type\": \"Pass\", {Data(isJsonata, "Parameters", hasInput: !isJsonata)}{next}",
            1 => $"\"Type\": \"Succeed\"",
            2 => $"\"Type\": \"Fail\", \"Error\": \"Broken\", \"Cause\": \"because\"",
            3 => $"\"Type\": \"Wait\", {Wait(isJsonata)}, {next}",
            4 when names.Count > 0 => Choice(isJsonata, names, target ?? names[^1]),
            4 => "\"Type\": \"Succeed\"",
            5 or 6 => $"\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", {Data(isJsonata, isJsonata ? "Arguments" : "Parameters")}{Handlers(isJsonata, names)}{next}",
            7 => $"\"Type\": \"Parallel\", \"Branches\": [{Graph(depth - 1)}, {Graph(depth - 1)}], {Data(isJsonata, isJsonata ? "Arguments" : "Parameters")}{Handlers(isJsonata, names)}{next}",
            _ => Map(depth, isJsonata, names, next),
        });
    }

    private string Map(int depth, bool isJsonata, List<string> names, string next)
    {
        var items = random.Next(3) == 0 ? "" : isJsonata ? $"\"Items\": \"{Expression()}\", " : $"\"ItemsPath\": \"{Path(isReference: true)}\", ";
        var mode = random.Next(2) == 0 ? "" : "\"ProcessorConfig\": {\"Mode\": \"DISTRIBUTED\", \"ExecutionType\": \"STANDARD\"}, ";
        var tolerated = random.Next(2) == 0 ? "" : "\"ToleratedFailurePercentage\": 50, ";
        return $"\"Type\": \"Map\", {items}{tolerated}\"MaxConcurrency\": {random.Next(3)}, \"ItemProcessor\": {Graph(depth - 1, mode)}, {Handlers(isJsonata, names)}{next}";
    }

    private string Wait(bool isJsonata) => random.Next(4) switch
    {
        0 => $"\"Seconds\": {random.Next(100)}",
        1 => "\"Timestamp\": \"2026-01-01T00:05:00Z\"",
        2 => isJsonata ? $"\"Seconds\": \"{Expression()}\"" : "\"SecondsPath\": \"$.n\"",
        _ => isJsonata ? $"\"Timestamp\": \"{Expression()}\"" : "\"TimestampPath\": \"$.text\"",
    };

    private string Choice(bool isJsonata, List<string> names, string target)
    {
        var rule = isJsonata ? $"\"Condition\": \"{Expression()}\"" : $"\"Variable\": \"{Path(isReference: true)}\", \"NumericGreaterThan\": 1";
        var other = random.Next(3) == 0 ? "" : $", \"Default\": \"{target}\"";
        return $"\"Type\": \"Choice\", \"Choices\": [{{{rule}, \"Next\": \"{names[random.Next(names.Count)]}\"}}]{other}";
    }

    private string Data(bool isJsonata, string input, bool hasInput = true)
    {
        var fields = new List<string>();
        if (hasInput && random.Next(2) == 0)
        {
            fields.Add(isJsonata ? $"\"{input}\": {{\"a\": \"{Expression()}\", \"k\": 1}}" : $"\"{input}\": {{\"a.$\": \"{Path()}\", \"k\": 1}}");
        }

        if (random.Next(2) == 0)
        {
            fields.Add(isJsonata ? $"\"Output\": {{\"o\": \"{Expression()}\", \"items\": [1, 2]}}" : random.Next(2) == 0 ? "\"ResultPath\": \"$.r\"" : $"\"OutputPath\": \"{Path(isReference: true)}\"");
        }

        if (random.Next(3) == 0)
        {
            fields.Add(isJsonata ? $"\"Assign\": {{\"x\": \"{Expression()}\"}}" : $"\"Assign\": {{\"x.$\": \"{Path()}\"}}");
        }

        return string.Concat(fields.Select(field => field + ", "));
    }

    private string Handlers(bool isJsonata, List<string> names)
    {
        var retry = random.Next(2) == 0 ? "" : $"\"Retry\": [{{\"ErrorEquals\": [\"{Errors[random.Next(Errors.Length)]}\"], \"MaxAttempts\": {random.Next(3)}, \"JitterStrategy\": \"FULL\"}}], ";
        var place = isJsonata ? "" : "\"ResultPath\": \"$.caught\", ";
        var caught = names.Count == 0 || random.Next(2) == 0 ? "" : $"\"Catch\": [{{\"ErrorEquals\": [\"{Errors[random.Next(Errors.Length)]}\"], {place}\"Next\": \"{names[random.Next(names.Count)]}\"}}], ";
        return retry + caught;
    }

    private string Path(bool isReference = false) => Paths[random.Next(isReference ? 10 : Paths.Length)];

    private string Expression() => $"{{% {Expressions[random.Next(Expressions.Length)]} %}}";
}
