using Quell.Engine.Json;
using Quell.Tests.Cli;

namespace Quell.Tests.Api;

public sealed class ExplainApiTests(RunningQuell quell) : IClassFixture<RunningQuell>
{
    private const string Nowhere = "arn:aws:sqs:us-east-1:000000000000:nowhere";

    [Fact]
    public async Task An_event_is_explained_against_a_pattern()
    {
        var (status, answer) = await quell.Post("explain", """{"event":{"source":"x","detail-type":"t"},"pattern":{"source":["x"],"detailType":["t"]}}""");
        status.ShouldBe(200);
        answer.String("text").ShouldBe("detailType is missing (did you mean detail-type?), the pattern wants [\"t\"]");
        (answer.Long("passed"), answer.Long("of")).ShouldBe((1, 2));
        (await quell.Post("explain", """{"event":"{\"a\":1,\"a\":2}","pattern":"{\"a\":[2]}"}""")).Body.Bool("match").ShouldBe(true);
    }

    [Fact]
    public async Task An_event_is_explained_against_the_rules_of_its_bus()
    {
        await quell.PutRule("explained-all", """{"source":["test.explained"]}""", Nowhere);
        await quell.PutRule("explained-half", """{"source":["test.explained"],"detail":{"x":[1]}}""", Nowhere);
        await quell.PutRule("explained-none", """{"source":["test.other"]}""", Nowhere);
        var id = await quell.PutEvent("test.explained");
        foreach (var @event in new[] { $"\"{id}\"", """{"source":"test.explained","detail":{}}""" })
        {
            var answer = (await quell.Post("rules/explain", $$"""{"event":{{@event}},"limit":1}""")).Body;
            answer.Array("matches").Objects.Select(rule => rule.String("name")).ShouldBe(["explained-all"]);
            var near = answer.Array("nearMisses").Objects.ShouldHaveSingleItem();
            near.String("name").ShouldBe("explained-half");
            near.String("text").ShouldBe("detail.x is missing (detail is an empty object), the pattern wants [1]");
            answer.Long("misses").ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(2);
        }

        var one = (await quell.Post("rules/explain", $$"""{"event":"{{id}}","rule":"explained-none"}""")).Body;
        one.Array("nearMisses").Objects.Single().String("name").ShouldBe("explained-none");
        one.Array("matches").Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_rule_that_matches_a_read_only_call_without_asking_for_such_is_said_not_to_take_it()
    {
        await quell.PutRule("explained-calls", """{"detail":{"eventName":["DescribeInstances"]}}""", Nowhere);
        var answer = (await quell.Post("rules/explain", """
            {"rule":"explained-calls","event":{"source":"aws.ec2","detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"DescribeInstances","readOnly":true}}}
            """)).Body;
        answer.Array("matches").Objects.ShouldHaveSingleItem().String("note").ShouldBe("does not take the events of read-only calls");
    }

    [Fact]
    public async Task Why_says_of_an_event_that_no_rule_took_which_came_near()
    {
        await quell.PutRule("untaken", """{"source":["test.untaken"],"detail":{"level":["HIGH"]}}""", Nowhere);
        await quell.PutRule("switched-off", """{"source":["test.untaken"]}""", Nowhere);
        await quell.Aws("events", "AWSEvents.DisableRule", """{"Name":"switched-off"}""");
        var id = await quell.PutEvent("test.untaken");
        var chain = (await quell.Get($"why/{id}")).Body;
        chain.Array("rules").Count.ShouldBe(0);
        var near = chain.Array("nearMisses").Objects.ToList();
        (near[0].String("name"), near[0].String("note")).ShouldBe(("switched-off", "is disabled"));
        (near[1].String("name"), near[1].Long("passed"), near[1].Long("of")).ShouldBe(("untaken", 1, 2));
        using var shell = new Shell();
        (await shell.Run("why", id, "--endpoint", quell.Endpoint.OriginalString)).ShouldBe(0, shell.Error);
        shell.Lines[1].Trim().ShouldBe("no rule took it");
        shell.Lines[2].Trim().ShouldBe("rule switched-off matches, but is disabled");
        shell.Lines[3].Trim().ShouldBe("rule untaken: 1 of 2 fields match; detail.level is missing (detail is an empty object), the pattern wants [\"HIGH\"]");
    }

    [Theory]
    [InlineData("explain", "{}", 400)]
    [InlineData("explain", """{"event":5,"pattern":{"a":[1]}}""", 400)]
    [InlineData("explain", """{"event":{},"pattern":{"a":1}}""", 400)]
    [InlineData("explain", """{"event":{},"pattern":5}""", 400)]
    [InlineData("explain", """{"event":"{","pattern":{"a":[1]}}""", 400)]
    [InlineData("explain", """{"event":"nope","pattern":{"a":[1]}}""", 404)]
    [InlineData("explain", """{"event":{},"pattern":{"a":[1]},"colour":"red"}""", 400)]
    [InlineData("rules/explain", """{"event":{},"rule":"nope"}""", 404)]
    [InlineData("rules/explain", """{"event":{},"rule":5}""", 400)]
    [InlineData("rules/explain", """{"event":{},"limit":1001}""", 400)]
    [InlineData("rules/explain", """{"event":{},"limit":"x"}""", 400)]
    public async Task A_wrong_question_is_answered_with_a_problem(string path, string body, int status)
    {
        var (answered, problem) = await quell.Post(path, body);
        answered.ShouldBe(status, problem.ToString());
        problem.String("detail").ShouldNotBeNullOrEmpty();
    }
}
