using Quell.Engine.Json;

namespace Quell.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private const string Ask = """{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"QueueUrl":"https://q","MessageBody.$":"$$.Task.Token"},"End":true}}}""";
    private const string Call = """{"StartAt":"Call","States":{"Call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"Retry":[{"ErrorEquals":["Busy"],"MaxAttempts":2}],"ResultSelector":{"got.$":"$.Payload"},"End":true}}}""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Prints_status_output_and_history()
    {
        var (code, answer) = await Run("""{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"x":1},"ResultPath":"$.more","End":true}}}""", """{"a":1}""");
        code.ShouldBe(0);
        (answer.String("status"), answer.String("output")).ShouldBe(("SUCCEEDED", """{"a":1,"more":{"x":1}}"""));
        answer.Array("history").Objects.Select(each => each.String("type")).ShouldBe(["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
    }

    [Fact]
    public async Task A_call_comes_to_what_its_mock_says_attempt_for_attempt()
    {
        var (code, answer) = await Run(Call, mock: """{"Call":[{"Throw":{"Error":"Busy","Cause":"later"}},{"Return":{"StatusCode":200,"Payload":"hello"}}]}""");
        code.ShouldBe(0);
        answer.String("output").ShouldBe("""{"got":"hello"}""");
        answer.Array("history").Objects.Select(each => each.String("type")).ShouldBe([
            "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskFailed", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]);
    }

    [Theory]
    [InlineData("Retried", "SUCCEEDED")]
    [InlineData("Orders/Broken", "FAILED")]
    public async Task The_mock_configuration_of_Step_Functions_Local_is_understood(string testCase, string status)
    {
        const string Mocks = """
            {
              "StateMachines": {"Orders": {"TestCases": {"Retried": {"Call": "Second"}, "Broken": {"Call": "Never"}}}},
              "MockedResponses": {
                "Second": {"0-1": {"Throw": {"Error": "Busy", "Cause": "later"}}, "2": {"Return": {"Payload": 1}}},
                "Never": {"0": {"Throw": {"Error": "Broken", "Cause": "for good"}}}
              }
            }
            """;
        (await Run(Call, mock: Mocks, more: ["--case", testCase])).Answer.String("status").ShouldBe(status);
    }

    [Fact]
    public async Task Without_a_mock_a_call_fails_and_says_so()
    {
        var (code, answer) = await Run(Call);
        code.ShouldBe(1);
        (answer.String("status"), answer.String("error")).ShouldBe(("FAILED", "States.TaskFailed"));
        answer.String("cause").ShouldBe("The state 'Call' calls arn:aws:states:::lambda:invoke: nothing is called in a rehearsal, and there is no mock for it.");
    }

    [Theory]
    [InlineData("", 365 * 24 * 3600)]
    [InlineData("\"TimeoutSeconds\":60,", 60)]
    public async Task Who_waits_for_a_token_that_never_comes_times_out(string timeout, int seconds)
    {
        var (code, answer) = await Run(Ask.Replace("\"StartAt\"", $"{timeout}\"StartAt\"", StringComparison.Ordinal));
        code.ShouldBe(1);
        (answer.String("status"), answer.String("error")).ShouldBe(("TIMED_OUT", "States.Timeout"));
        var history = answer.Array("history").Objects.ToList();
        history.Select(each => each.String("type")).ShouldBe(["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted", "ExecutionTimedOut"]);
        var took = DateTimeOffset.Parse(history[^1].String("timestamp")!, null) - DateTimeOffset.Parse(history[0].String("timestamp")!, null);
        took.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_token_and_a_worker_can_be_mocked()
    {
        (await Run(Ask, mock: """{"Ask":{"approved":true}}""")).Answer.String("output").ShouldBe("""{"approved":true}""");
        var work = Ask.Replace("arn:aws:states:::sqs:sendMessage.waitForTaskToken", "arn:aws:states:us-east-1:111111111111:activity:work", StringComparison.Ordinal);
        var (_, answer) = await Run(work, mock: """{"Ask":{"Return":{"Return":1}}}""");
        answer.String("output").ShouldBe("""{"Return":1}""");
        answer.Array("history").Objects.ShouldContain(each => each.String("type") == "ActivityStarted");
    }

    [Fact]
    public async Task The_items_of_a_distributed_map_can_be_mocked_as_items_or_as_the_text_of_the_file()
    {
        const string Definition = """
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,
              "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"},"Parameters":{"Bucket":"b","Key":"k"}},
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"P","States":{"P":{"Type":"Pass","OutputPath":"$.id","End":true}}}}}}
            """;
        (await Run(Definition, mock: """{"Each":[{"id":"1"},{"id":"2"}]}""")).Answer.String("output").ShouldBe("""["1","2"]""");
        (await Run(Definition, mock: """{"Each":"id,name\n7,x\n8,y\n"}""")).Answer.String("output").ShouldBe("""["7","8"]""");
        var (_, unread) = await Run(Definition);
        unread.String("error").ShouldBe("States.ItemReaderFailed");
    }

    [Fact]
    public async Task An_Express_child_that_never_comes_to_an_end_times_out_too()
    {
        const string Definition = """
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
              "StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$.end","IsPresent":true,"Next":"Z"}],"Default":"B"},"B":{"Type":"Pass","Next":"A"},"Z":{"Type":"Succeed"}}}}}}
            """;
        var (_, answer) = await Run(Definition, "[{}]");
        (answer.String("status"), answer.String("error")).ShouldBe(("FAILED", "States.ExceedToleratedFailureThreshold"));
    }

    [Fact]
    public async Task Refuses_what_does_not_go_together_and_names_every_mistake_of_a_mock_file()
    {
        var machine = _folder.Write("m.json", Call);
        var mocks = _folder.Write("mocks.json", """{"A":{"0":{"Return":1},"0-2":{"Return":1}},"B":{"Throw":{"Cause":1}},"C":{"1":2}}""");
        foreach (var (args, error) in ((string[] Args, string Error)[])
        [
            (["run"], "run needs a file with a definition, or --batch"),
            (["run", machine, "--batch"], "either --batch or a definition"),
            (["run", machine, "--case", "X"], "--case goes with --mock"),
            (["run", _folder.Write("b.json", "{}")], "InvalidDefinition: Invalid State Machine Definition: "),
            (["run", machine, "--input", _folder.Write("i.json", "{")], "InvalidExecutionInput: "),
            (["run", machine, "--mock", mocks], "/A/0-2: Attempts are numbers"),
            (["run", machine, "--mock", mocks], "/B/Throw: Throw wants an object"),
            (["run", machine, "--mock", mocks], "/C/1: A response is either"),
        ])
        {
            using var shell = new Shell();
            (await shell.Run(args)).ShouldBe(2, string.Join(' ', args));
            shell.Error.ShouldContain(error);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, JsonObject Answer)> Run(string definition, string? input = null, string? mock = null, string[]? more = null)
    {
        using var shell = new Shell();
        var code = await shell.Run([
            "run", _folder.Write("machine.json", definition),
            .. input is null ? [] : (string[])["--input", _folder.Write("input.json", input)],
            .. mock is null ? [] : (string[])["--mock", _folder.Write("mock.json", mock)],
            .. more ?? []]);
        return (code, shell.Out.Length > 0 ? (JsonObject)JsonValue.Parse(shell.Out) : JsonObject.Empty.With("stderr", shell.Error));
    }
}
