using System.Text;
using Quell.Engine.Json;

namespace Quell.Tests.Functions;

[Trait("Requirement", "D9")]
public sealed class FunctionInvocationTests
{
    [ProgramFact("python3")]
    public async Task Runs_a_python_handler_and_gives_its_answer()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("greet", """
            def handler(event, context):
                print("greeting", event["name"])
                return {"hello": event["name"], "arn": context.invoked_function_arn, "name": context.function_name,
                        "memory": context.memory_limit_in_mb, "left": context.get_remaining_time_in_millis() > 1000}
            """);

        var answer = await bench.Invoke("greet", """{"name": "Ada"}""", ("LogType", "Tail"));

        answer["FunctionError"].ShouldBeNull();
        answer.Long("StatusCode").ShouldBe(200);
        answer["Payload"].ShouldBe(JsonValue.Parse("""
            {"hello": "Ada", "arn": "arn:aws:lambda:eu-west-1:123456789012:function:greet", "name": "greet", "memory": "128", "left": true}
            """));
        var tail = Encoding.UTF8.GetString(Convert.FromBase64String(answer.String("LogResult") ?? ""));
        tail.ShouldContain("START RequestId: 00000002-");
        tail.ShouldContain("\ngreeting Ada\nEND RequestId: ");
        tail.ShouldContain("REPORT RequestId: ");
    }

    [ProgramFact("python3")]
    public async Task An_environment_stays_warm_and_serves_the_next_invocation()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("count", """
            calls = 0
            def handler(event, context):
                global calls
                calls += 1
                return calls
            """);

        (await bench.Invoke("count"))["Payload"].ShouldBe((JsonValue)1);
        (await bench.Invoke("count"))["Payload"].ShouldBe((JsonValue)2);
        (await bench.Invoke("count"))["Payload"].ShouldBe((JsonValue)3);
    }

    [ProgramFact("python3")]
    public async Task A_raised_exception_is_an_unhandled_error_with_its_type_message_and_trace()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("fail", """
            def handler(event, context):
                raise ValueError("no such thing")
            """);

        var answer = await bench.Invoke("fail");

        answer.String("FunctionError").ShouldBe("Unhandled");
        var error = answer.Object("Payload").ShouldNotBeNull();
        error.String("errorType").ShouldBe("ValueError");
        error.String("errorMessage").ShouldBe("no such thing");
        error.Array("stackTrace").Strings.Single().ShouldContain("line 2, in handler");
    }

    [ProgramFact("node")]
    public async Task Runs_node_handlers_as_modules_and_with_callbacks()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Node("module", """
            export const handler = async (event, context) => { console.log('seen', event.n); return { n: event.n + 1, id: context.awsRequestId.length }; };
            """);
        await bench.Node("callback", """
            exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { late: true }), 5); };
            """, "index.js");
        await bench.Node("throwing", """
            exports.handler = async () => { throw new RangeError('too far'); };
            """, "index.js");

        (await bench.Invoke("module", """{"n": 1}"""))["Payload"].ShouldBe(JsonValue.Parse("""{"n": 2, "id": 36}"""));
        (await bench.Invoke("callback"))["Payload"].ShouldBe(JsonValue.Parse("""{"late": true}"""));
        var error = (await bench.Invoke("throwing")).Object("Payload").ShouldNotBeNull();
        error.String("errorType").ShouldBe("RangeError");
        error.String("errorMessage").ShouldBe("too far");
        bench.Log("/aws/lambda/module").ShouldContain(line => line.EndsWith("\tINFO\tseen 1", StringComparison.Ordinal));
    }
}
