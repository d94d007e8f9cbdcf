using Quell.Engine.Json;

namespace Quell.Tests.Cli;

public sealed class EvalCommandTests
{
    [Fact]
    public async Task Prints_what_lies_at_a_path_or_what_a_function_gives()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("d.json", """{"a":[{"k":"x","v":1},{"k":"y","v":2}]}""");
        using var path = new Shell();
        (await path.Run("eval", "--language", "jsonpath", "$.a[?(@.k == 'y')].v", "--data", data)).ShouldBe(0);
        JsonValue.Parse(path.Out).ToString().ShouldBe("[2]");
        using var function = new Shell();
        (await function.Run("eval", "States.Format('{}!', $.a[0].k)", "-l", "jsonpath", "--data", data)).ShouldBe(0);
        function.Out.Trim().ShouldBe("\"x!\"");
    }

    [Theory]
    [InlineData("$.b", 1, "quell: States.Runtime: The JSONPath '$.b' specified for the field '$.b' could not be found in the input '{\"a\":1}'")]
    [InlineData("$.b[", 2, "quell: SCHEMA_VALIDATION_FAILED: The text ends where a whole number should be (column 5)")]
    [InlineData("x", 2, "quell: SCHEMA_VALIDATION_FAILED: A path begins with '$', a call of an intrinsic function with 'States.' (column 1)")]
    public async Task Says_what_is_wrong(string expression, int exitCode, string error)
    {
        using var folder = new TemporaryFolder();
        using var shell = new Shell();
        (await shell.Run("eval", "--language", "jsonpath", expression, "--data", folder.Write("d.json", """{"a":1}"""))).ShouldBe(exitCode);
        shell.Error.Trim().ShouldBe(error);
    }

    [Fact]
    public async Task Refuses_what_does_not_go_together()
    {
        using var folder = new TemporaryFolder();
        foreach (var (args, error) in ((string[] Args, string Error)[])
        [
            (["eval", "$"], "--language"),
            (["eval", "$", "--language", "cobol"], "There is no language cobol"),
            (["eval", "--language", "jsonpath"], "eval needs an expression, or --batch"),
            (["eval", "$", "--batch", "--language", "jsonpath"], "either --batch or an expression"),
            (["eval", "$", "--language", "jsonpath", "--data", folder.Write("d.json", "{")], "d.json: not JSON"),
        ])
        {
            using var shell = new Shell();
            (await shell.Run(args)).ShouldBe(2, string.Join(' ', args));
            shell.Error.ShouldContain(error);
        }
    }

    [Fact]
    public async Task Answers_every_line_of_a_batch_in_order_also_the_broken_ones()
    {
        using var shell = new Shell
        {
            Input = """
                {"id":1,"expr":"$.a","data":{"a":null}}
                {"id":"two","expr":"$..a","data":{"b":{"a":1.0}},"bindings":null}
                {"id":[3],"expr":"$x.y","data":{},"bindings":{"x":{"y":"z"}}}

                nonsense
                {"id":5,"expr":"$.a","data":{}}
                {"id":6,"expr":"$["}
                {"id":7}
                {"id":8,"expr":"$","data":1,"depth":5}
                {"id":9,"expr":"$","data":1,"depth":"x"}
                {"id":10,"expr":"$","data":1,"bindings":1}
                7
                {"expr":"States.MathAdd(1,2)"}
                """,
        };
        (await shell.Run("eval", "--language", "jsonpath", "--batch")).ShouldBe(0);
        shell.Lines.ShouldBe([
            """{"id":1,"result":null}""",
            """{"id":"two","result":[1.0]}""",
            """{"id":[3],"result":"z"}""",
            """{"id":null,"error":"InvalidRequest","message":"line 5: not JSON: 'nonsense' is an invalid JSON literal. Expected the literal 'null'. (column 2)"}""",
            """{"id":5,"error":"States.Runtime","message":"The JSONPath '$.a' specified for the field '$.a' could not be found in the input '{}'"}""",
            """{"id":6,"error":"SCHEMA_VALIDATION_FAILED","message":"The text ends where a whole number should be (column 3)"}""",
            """{"id":7,"error":"InvalidRequest","message":"'expr' is missing or no text"}""",
            """{"id":8,"error":"InvalidRequest","message":"timelimit and depth go with another language: a path has limits of its own"}""",
            """{"id":9,"error":"InvalidRequest","message":"'timelimit' and 'depth' have to be whole numbers above zero"}""",
            """{"id":10,"error":"InvalidRequest","message":"'bindings' has to be an object, not 1"}""",
            """{"id":null,"error":"InvalidRequest","message":"line 12: not a JSON object"}""",
            """{"id":null,"result":3}""",
        ]);
    }

    [Fact]
    public async Task Answers_a_batch_of_JSONata_within_the_limits_of_each_line()
    {
        using var shell = new Shell
        {
            Input = """
                {"id":1,"expr":"a.b & $x","data":{"a":{"b":"c"}},"bindings":{"x":1}}
                {"id":2,"expr":"$nothing"}
                {"id":3,"expr":"[0.1 + 0.2, 1e21, 1e-7, -0, 100]"}
                {"id":4,"expr":"$eval('1 + ' & a)","data":{"a":2}}
                {"id":5,"expr":"($f := function($n){1 + $f($n)}; $f(1))","depth":100}
                {"id":6,"expr":"($f := function($n){$f($n)}; $f(1))","timelimit":50}
                {"id":7,"expr":"[1..100000000]"}
                {"id":8,"expr":"$count([1..10000000])"}
                {"id":9,"expr":"1 +"}
                {"id":10,"expr":"$encodeUrl('\ud800')"}
                {"id":11,"expr":"$split('\ud834\udd1e', '')"}
                {"id":12,"expr":"$.x.y","data":null,"bindings":null,"timelimit":null}
                nonsense
                {"id":13,"expr":"$sum","depth":0}
                {"id":14,"expr":"$","data":{"n":1.50,"s":"\ud83d\ude00"}}
                """,
        };
        (await shell.Run("eval", "--language", "jsonata", "--batch")).ShouldBe(0);
        var answers = shell.Lines.Select(line => (JsonObject)JsonValue.Parse(line.Replace("\\ud800", "half", StringComparison.Ordinal).Replace("\\ud834", "half", StringComparison.Ordinal).Replace("\\udd1e", "half", StringComparison.Ordinal)));
        answers.Select(answer => answer["result"]?.ToString() ?? answer.String("error") ?? "undefined").ShouldBe([
            "\"c1\"", "undefined", "[0.30000000000000004,1e+21,1e-7,0,100]", "3", "U1001", "U1001", "D2014", "10000000", "S0207", "D3140",
            """["half","half"]""", "undefined", "InvalidRequest", "InvalidRequest", """{"n":1.50,"s":"\uD83D\uDE00"}""",
        ]);
    }
}
