using Quell.Engine.Json;

namespace Quell.Api;

/// <summary>The shapes of the answers, for the OpenAPI document: a name, and its members with their types.</summary>
internal static class ApiSchemas
{
    public static JsonObject All { get; } = JsonObject.Of(
        ("Problem", Object("title", "status:integer", "detail")),
        ("Health", Object("status")),
        ("Info", Object("name", "version", "pid:integer", "started", "dataFolder", "cloud", "account", "confinement:object")),
        ("Event", Object("sequence:integer", "account", "region", "bus", "stored", "event:object")),
        ("EventList", List("events", "Event")),
        ("PutResult", Object("events:array")),
        ("Rule", Object("name", "arn", "account", "region", "bus", "state", "pattern", "schedule", "description", "targets:array")),
        ("RuleList", List("rules", "Rule")),
        ("Explanation", Object(
            "match:boolean", "text", "passed:integer", "of:integer", "branch:integer", "branches:integer", "array", "arrayFields:array", "fields:array")),
        ("RuleExplanations", Object("matches:array", "nearMisses:array", "misses:integer")),
        ("Delivery", Object(
            "id:integer", "event", "parent:integer", "source", "target", "state", "failedAttempts:integer", "created", "next", "ended",
            "errorCode", "errorMessage", "warning")),
        ("DeliveryList", List("deliveries", "Delivery")),
        ("Redriven", Object("redriven:array", "left:array")),
        ("Execution", Object(
            "id", "kind", "target", "account", "region", "event", "rule", "delivery:integer", "state", "attempts:integer", "created", "next",
            "started", "ended", "input", "result", "errorCode", "errorMessage", "mapRun", "history:array", "automation:object")),
        ("History", Object("state", "events:array", "next:integer")),
        ("ExecutionList", List("executions", "Execution", "string")),
        ("Approval", Object("id", "state", "execution", "step", "message", "approvers:array", "minimum:integer", "created", "due", "decisions:array")),
        ("ApprovalList", List("approvals", "Approval")),
        ("Change", Object(
            "id", "sequence:integer", "time", "account", "region", "eventId", "rule", "executionId", "principal", "service", "operation",
            "parameters:object", "verdict", "reason", "state", "result:object", "errorCode", "errorMessage", "requestId")),
        ("ChangeList", List("changes", "Change")),
        ("Why", Object("id", "kind", "event:object", "rules:array", "nearMisses:array", "deliveries:array", "executions:array", "changes:array")),
        ("Source", Object(
            "name", "kind", "path", "queue", "check", "account", "region", "bus", "taken:integer", "repeated:integer", "ignored:integer",
            "refused:integer", "last", "trouble", "lastRefusal")),
        ("SourceList", List("sources", "Source")),
        ("Mail", Object("id", "date", "from", "to", "subject", "headers:array", "body")),
        ("MailList", List("mail", "Mail")),
        ("Stack", Object("name", "id", "account", "region", "status", "reason", "outputs:array", "resources:array")),
        ("StackList", List("stacks", "Stack")),
        ("Archive", Object(
            "name", "arn", "account", "region", "bus", "pattern", "description", "retentionDays:integer", "state", "created", "events:integer", "bytes:integer")),
        ("ArchiveList", List("archives", "Archive")),
        ("Replay", Object(
            "name", "arn", "account", "region", "archive", "bus", "rules:array", "description", "state", "reason", "from", "to", "last", "events:integer",
            "deliveries:integer", "started", "ended")),
        ("ReplayList", List("replays", "Replay")));

    /// <summary>Members are texts unless they say otherwise; input and result of an execution may be anything.</summary>
    private static JsonObject Object(params ReadOnlySpan<string> members)
    {
        var properties = new List<KeyValuePair<string, JsonValue>>();
        foreach (var member in members)
        {
            var (name, type) = member.Split(':') is [var left, var right] ? (left, right) : (member, "string");
            properties.Add(new(name, name is "input" or "result" ? JsonObject.Empty : JsonObject.Of(("type", type))));
        }

        return JsonObject.Of(("type", "object"), ("properties", JsonObject.From(properties)));
    }

    private static JsonObject List(string name, string item, string next = "integer") => JsonObject.Of(
        ("type", "object"),
        ("properties", JsonObject.Of(
            (name, JsonObject.Of(("type", "array"), ("items", JsonObject.Of(("$ref", $"#/components/schemas/{item}"))))),
            ("next", JsonObject.Of(("type", next))))));
}
