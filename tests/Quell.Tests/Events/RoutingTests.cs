using Quell.Engine.Json;

namespace Quell.Tests.Events;

/// <summary>The bus as a router: which rule takes what, and where it goes.</summary>
public sealed class RoutingTests
{
    private const string Notify = "arn:aws:sns:us-east-1:123456789012:notify";
    private const string Approve = "arn:aws:sqs:us-east-1:123456789012:approve";
    private const string Fix = "arn:aws:lambda:us-east-1:123456789012:function:fix";

    private const string Finding =
        """{"severity": "HIGH", "resource": {"tags": {"env": "prod", "team": "net"}}, "custom": {"ticket": "T-1", "score": 8.5}}""";

    [Theory]
    [InlineData("LOW", Notify)]
    [InlineData("HIGH", Approve)]
    [InlineData("CRITICAL", Fix)]
    [Trait("Requirement", "D8")]
    public async Task Sends_a_finding_by_its_severity_to_be_told_approved_or_fixed(string severity, string target)
    {
        await using var test = new TestBus();
        await Rule(test, "low", """{"source":["scanner"],"detail":{"severity":["LOW","INFORMATIONAL"]}}""", Notify);
        await Rule(test, "high", """{"source":["scanner"],"detail":{"severity":["HIGH","MEDIUM"]}}""", Approve);
        await Rule(test, "critical", """{"source":["scanner"],"detail":{"severity":["CRITICAL"]}}""", Fix);

        await Put(test, "scanner", "Finding", $$"""{"severity": "{{severity}}"}""");

        await TestBus.Until(() => test.Rows() is [{ State: Quell.Deliveries.DeliveryState.Delivered }]);
        test.Rows().Single().Target.ShouldBe(target);
    }

    [Theory]
    [InlineData("source", """{"source":["scanner"]}""", """{"source":["other"]}""")]
    [InlineData("type", """{"detail-type":[{"prefix":"Find"}]}""", """{"detail-type":["Alarm"]}""")]
    [InlineData("severity", """{"detail":{"severity":["HIGH","CRITICAL"]}}""", """{"detail":{"severity":[{"anything-but":"HIGH"}]}}""")]
    [InlineData("resource tags", """{"detail":{"resource":{"tags":{"env":["prod"],"team":[{"exists":true}]}}}}""", """{"detail":{"resource":{"tags":{"owner":[{"exists":true}]}}}}""")]
    [InlineData("custom attributes", """{"detail":{"custom":{"score":[{"numeric":[">",7,"<=",10]}],"ticket":[{"wildcard":"T-*"}]}}}""", """{"detail":{"custom":{"score":[{"numeric":["<",7]}]}}}""")]
    [Trait("Requirement", "D6")]
    public async Task Takes_events_by_their(string what, string takes, string leaves)
    {
        await using var test = new TestBus();
        await Rule(test, "takes", takes, Fix);
        await Rule(test, "leaves", leaves, Notify);

        await Put(test, "scanner", "Finding", Finding);

        await TestBus.Until(() => test.Functions.Accepted.Count == 1);
        test.Rows().Select(row => row.Target).ShouldBe([Fix], what);
    }

    private static async Task Rule(TestBus test, string name, string pattern, string target)
    {
        await test.Call("PutRule", ("Name", name), ("EventPattern", pattern));
        await test.Call("PutTargets", ("Rule", name), ("Targets", new JsonArray([TestBus.Target("1", target)])));
    }

    private static Task<JsonObject> Put(TestBus test, string source, string type, string detail) => test.Call("PutEvents", ("Entries", new JsonArray([
        JsonObject.Of(("Source", source), ("DetailType", type), ("Detail", detail))])));
}
