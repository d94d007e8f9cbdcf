using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Logs;

/// <summary>A log group: what DescribeLogGroups shows of it, and the key that its streams' rows have.</summary>
internal sealed record LogGroup(Scope Scope, string Name, JsonObject Value)
{
    public const string Type = "logs:group";

    /// <summary>Another one for each group, also for groups that had the same name one after the other.</summary>
    public string Key => Value.String("Key") ?? "";

    /// <summary>Days that events are kept; null for ever.</summary>
    public long? Retention => Value.Long("retentionInDays");

    public string Arn => ArnOf(Scope, Name);

    public JsonObject Described => Value.Without("Key").Without("tags");

    public static LogGroup New(Scope scope, string name, string key, DateTimeOffset now) => new(scope, name, JsonObject.Of(
        ("logGroupName", name),
        ("creationTime", now.ToUnixTimeMilliseconds()),
        ("metricFilterCount", 0),
        ("arn", $"{ArnOf(scope, name)}:*"),
        ("logGroupArn", ArnOf(scope, name)),
        ("logGroupClass", "STANDARD"),
        ("Key", key)));

    public static LogGroup? Find(ResourceSet state, Scope scope, string name) =>
        state.Get(new(scope, Type, name)) is { } value ? new(scope, name, value) : null;

    public static string ArnOf(Scope scope, string name) => scope.Arn("logs", $"log-group:{name}").ToString();
}

/// <summary>An event of a log stream.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
internal sealed record LogLine(long Time, string Message);
