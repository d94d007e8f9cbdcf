using Microsoft.Extensions.Logging.Abstractions;
using Quell.Engine.Json;
using Quell.Server;
using Quell.Tests.Functions;
using Quell.Tests.Server;

namespace Quell.Tests.Events;

/// <summary>Rules, targets and permissions as boto3 of two generations and the AWS CLI speak them.</summary>
public sealed class RulesOverTheWireTests
{
    [Boto3Fact(Boto3FactAttribute.Default)]
    [Trait("Requirement", "D5")]
    public Task Todays_boto3_works_with_rules() => Run(Boto3FactAttribute.Default);

    [Boto3Fact(Boto3FactAttribute.Debian)]
    public Task Debians_boto3_works_with_rules() => Run(Boto3FactAttribute.Debian);

    [ClientFact(nameof(ClientPrograms.DebianCli))]
    public async Task The_AWS_CLI_makes_the_scheduled_rules_of_the_user_guide()
    {
        await With(new SteppedTime(), async endpoint =>
        {
            // User guide, "Cron expressions reference" and "Rate expressions".
            (await Aws(endpoint, "put-rule", "--schedule-expression", "cron(0 12 * * ? *)", "--name", "MyRule1")).ExitCode.ShouldBe(0);
            (await Aws(endpoint, "put-rule", "--schedule-expression", "cron(5,35 14 * * ? *)", "--name", "MyRule2")).ExitCode.ShouldBe(0);
            (await Aws(endpoint, "put-rule", "--schedule-expression", "cron(15 10 ? * 6L 2019-2022)", "--name", "MyRule3")).ExitCode.ShouldBe(0);
            (await Aws(endpoint, "put-rule", "--schedule-expression", "rate(1 hour)", "--name", "MyRule4")).ExitCode.ShouldBe(0);
            var refused = await Aws(endpoint, "put-rule", "--schedule-expression", "rate(1 hours)", "--name", "MyRule5");

            refused.ExitCode.ShouldBe(254);
            refused.Error.ShouldContain("An error occurred (ValidationException) when calling the PutRule operation");
            refused.Error.ShouldContain(": Parameter ScheduleExpression is not valid.");
            var rules = await Aws(endpoint, "list-rules", "--max-items", "3");
            JsonValue.Parse(rules.Out).ShouldBeOfType<JsonObject>().Array("Rules").Objects.Select(rule => rule.String("ScheduleExpression"))
                .ShouldBe(["cron(0 12 * * ? *)", "cron(5,35 14 * * ? *)", "cron(15 10 ? * 6L 2019-2022)"]);
        });
    }

    private static Task Run(string python)
    {
        var time = new SteppedTime();
        return With(time, async endpoint =>
        {
            await Script(python, endpoint, "prepare");
            time.Advance(TimeSpan.FromMinutes(1));
            await Script(python, endpoint, "receive");
        });
    }

    private static async Task Script(string python, string endpoint, string part)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Events", "rules_over_the_wire.py");
        var (status, output) = await Task.Run(() => Boto3FactAttribute.Run(python, [script, endpoint, part]));
        status.ShouldBe(0, output);
    }

    private static async Task With(TimeProvider time, Func<string, Task> test)
    {
        var folder = Directory.CreateTempSubdirectory("quell-rules-").FullName;
        await using (var server = QuellServer.Create(new ServerOptions { DataFolder = folder, Port = 0 }, time, NullLoggerFactory.Instance))
        {
            await server.Start(CancellationToken.None);
            await test(server.Address.ToString().TrimEnd('/'));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<ProgramResult> Aws(string endpoint, params string[] arguments) => ClientPrograms.Run(
        ClientPrograms.DebianCli, ["--endpoint-url", endpoint, "--output", "json", "events", .. arguments], new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
        });
}
