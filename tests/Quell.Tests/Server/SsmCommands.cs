using Quell.Engine.Json;

namespace Quell.Tests.Server;

/// <summary>Calls of <c>aws ssm</c> with one AWS CLI, as one caller.</summary>
internal sealed class SsmCommands(RunningQuell quell, string[] cli, string key = "test", string secret = "test")
{
    /// <summary>What the CLI exits with where a service refuses (AWS CLI User Guide, "Return codes", of version 2 and of version 1).</summary>
    private int Refusal => cli == ClientPrograms.DebianCli ? 254 : 255;

    /// <summary>The same CLI with somebody else's keys.</summary>
    public SsmCommands As(string otherKey, string otherSecret = "test") => new(quell, cli, otherKey, otherSecret);

    /// <summary>A call of <c>ssm</c> that has to succeed.</summary>
    public Task<JsonObject> Ssm(params string[] arguments) => Call(["ssm", .. arguments]);

    /// <summary>A call that has to succeed.</summary>
    /// <returns>What it prints; empty where that is nothing.</returns>
    public async Task<JsonObject> Call(params string[] arguments)
    {
        var result = await Run(arguments);
        result.ExitCode.ShouldBe(0, $"aws {string.Join(' ', arguments)}\n{result.Error}");
        return result.Out.Trim().Length == 0 ? JsonObject.Empty : (JsonObject)JsonValue.Parse(result.Out);
    }

    /// <summary>A call of <c>ssm</c> that has to be refused, with the exit code that the CLI has for a service's refusal.</summary>
    /// <returns>The error's message.</returns>
    public async Task<string> Refused(string code, params string[] arguments)
    {
        var result = await Run(["ssm", .. arguments]);
        result.Error.ShouldContain($"An error occurred ({code}) when calling", customMessage: $"aws ssm {string.Join(' ', arguments)}\n{result.Out}");
        result.ExitCode.ShouldBe(Refusal);
        return result.Error;
    }

    /// <summary>An execution, once it is as it has to be.</summary>
    public async Task<JsonObject> Until(string id, Func<JsonObject, bool> isSo)
    {
        while (true)
        {
            var execution = (await Ssm("get-automation-execution", "--automation-execution-id", id)).Object("AutomationExecution")!;
            if (isSo(execution))
            {
                return execution;
            }

            execution.Has("ExecutionEndTime").ShouldBeFalse($"it has ended otherwise: {execution.ToIndentedString()}");
        }
    }

    public Task<JsonObject> Ended(string id) => Until(id, execution => execution.Has("ExecutionEndTime"));

    public Task<JsonObject> Waiting(string id) => Until(id, execution => execution.String("AutomationExecutionStatus") == "Waiting");

    /// <summary>Starts an execution.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Start(string document, params string[] arguments) =>
        (await Ssm(["start-automation-execution", "--document-name", document, .. arguments])).String("AutomationExecutionId")!;

    public Task<JsonObject> Signal(string id, string type, params string[] payload) =>
        Ssm(["send-automation-signal", "--automation-execution-id", id, "--signal-type", type, .. payload.Length == 0 ? [] : (string[])["--payload", .. payload]]);

    public Task<JsonObject> Document(string name, string file, string format = "YAML") => Ssm(
        "create-document", "--name", name, "--document-type", "Automation", "--document-format", format, "--content", $"file://{file}");

    private Task<ProgramResult> Run(string[] arguments) => ClientPrograms.Run(
        cli,
        ["--endpoint-url", quell.Address.ToString().TrimEnd('/'), "--output", "json", .. arguments],
        new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = key, ["AWS_SECRET_ACCESS_KEY"] = secret, ["AWS_DEFAULT_REGION"] = "us-east-1" });
}
