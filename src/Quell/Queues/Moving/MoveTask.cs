using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Queues.Moving;

/// <summary>
/// A task that moves messages (StartMessageMoveTask), a resource under its id: what ListMessageMoveTasks answers of it, but for
/// the handle.
/// </summary>
internal sealed record MoveTask(ResourceKey Key, JsonObject Value)
{
    public const string ResourceType = "sqs:move-task";

    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Cancelling = "CANCELLING";
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";

    public string Source => Value.String("SourceArn") ?? "";

    /// <summary>Null for each message's own source.</summary>
    public string? Destination => Value.String("DestinationArn");

    public string Status => Value.String("Status") ?? "";

    /// <summary>Messages a second; null for as fast as it goes.</summary>
    public long? Rate => Value.Long("MaxNumberOfMessagesPerSecond");

    public long Moved => Value.Long("ApproximateNumberOfMessagesMoved") ?? 0;

    public long ToMove => Value.Long("ApproximateNumberOfMessagesToMove") ?? 0;

    public long Started => Value.Long("StartedTimestamp") ?? 0;

    public bool IsOver => Status is Completed or Cancelled or Failed;

    /// <summary>Names the task in CancelMessageMoveTask; to clients an opaque text.</summary>
    public string Handle => Convert.ToBase64String(JsonObject.Of(("taskId", Key.Id), ("sourceArn", Source)).ToUtf8());

    public static IEnumerable<MoveTask> Of(ResourceSet state, Scope scope, string source) => state.List(scope, ResourceType)
        .Select(entry => new MoveTask(new(scope, ResourceType, entry.Key), entry.Value))
        .Where(task => task.Source == source)
        .OrderByDescending(task => task.Started);

    public static MoveTask? Find(ResourceSet state, ResourceKey key) => state.Get(key) is { } value ? new(key, value) : null;

    /// <summary>The task's id and source that a handle names; null for a text that is none.</summary>
    public static (string Id, string Source)? Parse(string handle)
    {
        var bytes = new byte[handle.Length];
        try
        {
            return Convert.TryFromBase64String(handle, bytes, out var length)
                && JsonValue.Parse(Encoding.UTF8.GetString(bytes, 0, length)) is JsonObject json
                && json.String("taskId") is { } id && json.String("sourceArn") is { } source
                ? (id, source)
                : null;
        }
        catch (JsonSyntaxException)
        {
            // Base64 of something else: no handle.
            return null;
        }
    }

    /// <summary>As ListMessageMoveTasks answers it: the handle is for those that run.</summary>
    public JsonObject Shown() => Status == Running ? Value.With("TaskHandle", Handle) : Value;
}
