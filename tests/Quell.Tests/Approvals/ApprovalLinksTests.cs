using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Quell.Approvals;
using Quell.Engine.Json;
using Quell.Secrets;
using Quell.Tests.Runbooks;
using static Quell.Tests.Runbooks.RunbooksHouse;

namespace Quell.Tests.Approvals;

[Trait("Requirement", "D15")]
public sealed class ApprovalLinksTests : IAsyncLifetime
{
    private const string Topic = "arn:aws:sns:us-east-1:000000000000:leads";
    private const string Other = "arn:aws:sns:us-east-1:000000000000:owners";

    private const string Ask = $$"""
        mainSteps:
          - name: ask
            action: aws:approve
            timeoutSeconds: 3600
            onFailure: Abort
            inputs:
              Message: Delete <it>?
              MinRequiredApprovals: MINIMUM
              Approvers: ['{{Topic}}', '{{Other}}', ann]
          - {name: vpc, action: aws:executeAwsApi, inputs: {Service: ec2, Api: CreateVpc, CidrBlock: 10.0.0.0/16} }
        """;

    private readonly RunbooksHouse _house = new();
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    [Fact]
    public async Task Whoever_a_topic_sends_the_link_to_decides_in_its_name()
    {
        var (id, link, _) = await Asked(minimum: 1);

        (await _http.GetStringAsync(link)).ShouldContain("Delete &lt;it&gt;?");
        (await _house.Describe(id)).String("AutomationExecutionStatus").ShouldBe("Waiting", "opening the link decides nothing");
        (await Post(link, "approve", "seen & done")).ShouldBe((200, true, "Approved"));
        var execution = await _house.Ended(id);

        execution.String("AutomationExecutionStatus").ShouldBe("Success");
        var decision = _house.Engines.Runbooks.Approvals.List(ApprovalState.Approved, 1).ShouldHaveSingleItem().Decisions.ShouldHaveSingleItem();
        (decision.Approver, decision.Comment, decision.IsSelf).ShouldBe((Topic, "seen & done", false));
    }

    [Fact]
    public async Task A_link_is_spent_with_the_decision_and_counts_as_one_approver()
    {
        var (id, link, other) = await Asked(minimum: 2);

        (await Post(link, "approve")).ShouldBe((200, true, "Noted"));
        (await Post(link, "approve")).ShouldBe((409, true, "Not decided"));
        (await Get(link)).Body.ShouldContain("This link was used");
        (await _house.Describe(id)).String("AutomationExecutionStatus").ShouldBe("Waiting");
        (await Post(other, "approve")).ShouldBe((200, true, "Approved"));

        (await _house.Ended(id)).String("AutomationExecutionStatus").ShouldBe("Success");
        (await Get(other)).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Who_denies_by_link_fails_the_step()
    {
        var (id, link, _) = await Asked(minimum: 2);

        (await Post(link, "deny", "not today")).ShouldBe((200, true, "Denied"));

        Step(await _house.Ended(id), "ask").String("FailureMessage")!.ShouldContain("not today");
    }

    [Fact]
    public async Task A_link_that_was_made_for_another_or_altered_opens_nothing()
    {
        var (id, link, other) = await Asked(minimum: 1);
        string[] forged =
        [
            link.Replace(Uri.EscapeDataString(Topic), Uri.EscapeDataString(Other), StringComparison.Ordinal),
            link.Replace("apr-", "apr-9", StringComparison.Ordinal),
            link[..^1] + (link[^1] == '0' ? '1' : '0'),
            link[..link.IndexOf("signature", StringComparison.Ordinal)],
            other.Split('?')[0],
        ];

        foreach (var each in forged)
        {
            (await Get(each)).Status.ShouldBe(404, each);
            (await Post(each, "approve")).Status.ShouldBe(404, each);
        }

        (await _house.Describe(id)).String("AutomationExecutionStatus").ShouldBe("Waiting");
    }

    [Fact]
    public async Task What_is_no_decision_decides_nothing()
    {
        var (id, link, _) = await Asked(minimum: 1);

        (await Post(link, "perhaps")).Status.ShouldBe(400);
        (await Post(link, "approve", new string('x', 4_097))).Status.ShouldBe(409);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        (await _http.PostAsync(link, json)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);

        (await _house.Describe(id)).String("AutomationExecutionStatus").ShouldBe("Waiting");
    }

    [Fact]
    public async Task A_link_whose_time_is_over_says_so()
    {
        var (id, link, _) = await Asked(minimum: 1);
        _house.House.Time.Advance(TimeSpan.FromHours(1));
        await _house.Ended(id);

        (await Get(link)).ShouldSatisfyAllConditions(answer => answer.Status.ShouldBe(409), answer => answer.Body.ShouldContain("its time is over"));
    }

    [Fact]
    public async Task No_other_page_learns_or_keeps_a_link()
    {
        var (_, link, _) = await Asked(minimum: 1);
        using var answer = await _http.GetAsync(link);

        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"], "without one a browser gives the form no origin");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
    }

    [Fact]
    public void Another_key_signs_otherwise()
    {
        var approval = new Approval { Run = 1, Pending = 2, ExecutionId = "e", Scope = Scope, Step = "ask", Created = default };
        var (one, two) = (new ApprovalLinks(new SecretBox(new byte[32])), new ApprovalLinks(new SecretBox([.. Enumerable.Repeat((byte)1, 32)])));
        var signature = one.Of(approval, Topic).Split('=')[^1];

        one.IsSigned(approval, Topic, signature).ShouldBeTrue();
        two.IsSigned(approval, Topic, signature).ShouldBeFalse();
        one.IsSigned(approval with { ExecutionId = "f" }, Topic, signature).ShouldBeFalse();
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        ApprovalLinkEndpoint.Map(_app, _house.Engines.Runbooks.Approvals, _house.Engines.ApprovalLinks, _house.Engines.Executions.Store);
        await _app.StartAsync();
        _house.Engines.ApprovalLinks.Origin = _app.Urls.Single();
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _house.DisposeAsync();
        _http.Dispose();
    }

    /// <returns>The execution, once both topics have been told, and the link that each was sent.</returns>
    private async Task<(string Id, string Link, string Other)> Asked(int minimum)
    {
        var queues = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "leads", "owners" })
        {
            await _house.House.On("sns", "CreateTopic", ("Name", name));
            queues[name] = await _house.House.Queue(name);
            await _house.House.On("sns", "Subscribe", ("TopicArn", $"arn:aws:sns:us-east-1:000000000000:{name}"), ("Protocol", "sqs"), ("Endpoint", $"arn:aws:sqs:us-east-1:000000000000:{name}"));
        }

        var id = await _house.Run("Ask", Ask.Replace("MINIMUM", $"{minimum}", StringComparison.Ordinal));
        await _house.Waiting(id);
        return (id, Link(await _house.House.Message(queues["leads"])), Link(await _house.House.Message(queues["owners"])));
    }

    private static string Link(string message) =>
        ((JsonObject)JsonValue.Parse(message)).String("Message")!.Split('\n').Single(line => line.StartsWith("http", StringComparison.Ordinal)).Trim();

    private async Task<(int Status, string Body)> Get(string link)
    {
        using var answer = await _http.GetAsync(link);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(int Status, bool IsPage, string Title)> Post(string link, string decision, string comment = "")
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["decision"] = decision, ["comment"] = comment });
        using var answer = await _http.PostAsync(link, form);
        var page = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "text/html", page.Split("<h1>")[^1].Split("</h1>")[0]);
    }
}
