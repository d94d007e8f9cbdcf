using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Storage;

namespace Quell.Runbooks.Executing;

/// <summary>DescribeAutomationExecutions (API Reference): the newest first.</summary>
internal sealed class AutomationListing(DurableExecutions executions, Journal journal)
{
    private const int UsualPage = 50;

    public ValueTask<CallResult> DescribeAutomationExecutions(Call call, CancellationToken cancellationToken)
    {
        var filter = new AutomationFilter(call.Input.Array("Filters"));
        var limit = (int)(call.Input.Long("MaxResults") ?? UsualPage);
        var after = call.Input.String("NextToken") is { } token ? ListedPlace.Parse(token) ?? throw RunbookErrors.Token() : ListedPlace.Newest;
        var page = new List<(ListedPlace Place, JsonObject Shown)>();
        var isMore = true;
        while (page.Count <= limit && isMore)
        {
            var read = journal.Read(connection => ListedAutomations.Read(connection, call.Scope, after, limit + 1));
            isMore = read.Count > limit;
            after = read.Count > 0 ? read[^1].Place : after;
            page.AddRange(read.Where(filter.MayHave).Select(listed => (listed.Place, Shown: Shown(listed))).Where(listed => filter.Has(listed.Shown)));
        }

        return ValueTask.FromResult(new CallResult(JsonObject.Of(
            ("AutomationExecutionMetadataList", JsonArray.From(page.Take(limit).Select(listed => (JsonValue)listed.Shown))),
            ("NextToken", page.Count > limit ? page[limit - 1].Place.ToString() : null))));
    }

    private JsonObject Shown(ListedAutomation listed)
    {
        var stored = executions.Store.Find(listed.Run) ?? throw new System.Diagnostics.UnreachableException("An execution that is listed is stored.");
        var (execution, history) = executions.Store.Whole(stored);
        return AutomationReading.Summary(stored, execution, history)
            .With("LogFile", "")
            .With("AutomationType", "Local");
    }
}
