using Quell.Approvals;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Server;

namespace Quell.Api;

/// <summary>What waits for people, and what they say to it.</summary>
internal static class ApprovalsApi
{
    private static readonly Dictionary<string, ApprovalState> States = new(StringComparer.Ordinal)
    {
        ["open"] = ApprovalState.Open,
        ["approved"] = ApprovalState.Approved,
        ["denied"] = ApprovalState.Rejected,
        ["over"] = ApprovalState.Over,
    };

    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var desk = engines.Runbooks.Approvals;
        return
        [
            ApiRoute.Get("/approvals", "What waits, or has waited, for people to decide, the newest first.", "ApprovalList",
                request => JsonObject.Of(("approvals", JsonArray.From(desk.List(State(request.Text("state")), request.Limit).Select(approval => (JsonValue)ToJson(approval))))),
                ApiParameter.Limit, new("state", "string", $"Only those in this state: {string.Join(", ", States.Keys)}.")),
            ApiRoute.Get("/approvals/{id}", "One approval.", "Approval", request => ToJson(Find(desk, request.Id))),
            ApiRoute.Post("/approvals/{id}/approve", "Says yes, as the account's administrator: {\"comment\"?}.", "Approval", (request, cancellationToken) => Decide(desk, request, true, cancellationToken)),
            ApiRoute.Post("/approvals/{id}/deny", "Says no, as the account's administrator: {\"comment\"?}.", "Approval", (request, cancellationToken) => Decide(desk, request, false, cancellationToken)),
        ];
    }

    private static JsonObject ToJson(Approval approval) => JsonObject.Of(
        ("id", approval.Id),
        ("state", States.First(state => state.Value == approval.State).Key),
        ("execution", approval.ExecutionId),
        ("step", approval.Step),
        ("message", approval.Message),
        ("approvers", JsonArray.From(approval.Approvers.Select(approver => (JsonValue)approver))),
        ("minimum", approval.Minimum),
        ("created", Shape.Time(approval.Created)),
        ("due", Shape.Time(approval.Due)),
        ("decisions", JsonArray.From(approval.Decisions.Select(decision => (JsonValue)decision.ToJson().With("time", Shape.Time(decision.Time))))));

    private static async ValueTask<JsonObject> Decide(ApprovalDesk desk, ApiRequest request, bool isApproval, CancellationToken cancellationToken)
    {
        var approval = Find(desk, request.Id);
        var body = await request.Body(cancellationToken).ConfigureAwait(false);
        try
        {
            return ToJson(await desk.Decide(approval.Run, approval.Pending, Principal.Root(approval.Scope.Account), isApproval, body.String("comment")).ConfigureAwait(false));
        }
        catch (ApprovalException refusal)
        {
            throw ApiException.BadRequest(refusal.Message);
        }
    }

    private static Approval Find(ApprovalDesk desk, string id) =>
        (Approval.Parse(id) is var (run, pending) ? desk.Find(run, pending) : null) ?? throw ApiException.NotFound($"There is no approval {id}.");

    private static ApprovalState? State(string? text) => text is null ? null
        : States.TryGetValue(text, out var state) ? state
        : throw ApiException.BadRequest($"state wants {string.Join(", ", States.Keys)}, not '{text}'.");
}
