using System.Globalization;
using System.Text;
using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Logs;

/// <summary>
/// A log group as the target of a rule: each event becomes one log event in a stream of its own name, in one commit with the
/// delivery's end. An input transformer has to make <c>{"timestamp", "message"}</c> (EventBridge User Guide, "CloudWatch Logs
/// groups as targets").
/// </summary>
internal sealed class LogGroupTarget(LogStore logs) : ITarget
{
    public ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        var name = Arn.TryParse(delivery.Target, out var arn) ? arn.Name : "";
        name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
        var group = arn is null ? null : logs.Find(arn.Scope, name);
        if (group is null)
        {
            throw new DeliveryException("NO_RESOURCE", $"The log group {delivery.Target} does not exist.", isTransient: false);
        }

        var line = delivery.Spec.Has("InputTransformer") ? Transformed(delivery) : Line(delivery);
        var now = logs.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var stream = delivery.EventId ?? delivery.Id.ToString(CultureInfo.InvariantCulture);
        return ValueTask.FromResult(new HandOver(connection => LogTable.Append(connection, group.Key, stream, [line], now)));
    }

    private LogLine Line(Delivery delivery)
    {
        var text = Encoding.UTF8.GetString(delivery.Payload.Span);
        var time = delivery.Spec.Has("Input") || delivery.Spec.Has("InputPath") ? null
            : (JsonValue.Parse(delivery.Payload.Span) as JsonObject)?.String("time");
        return new(
            DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at.ToUnixTimeMilliseconds()
                : logs.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            text);
    }

    private static LogLine Transformed(Delivery delivery)
    {
        try
        {
            if (JsonValue.Parse(delivery.Payload.Span) is JsonObject made && (made.Long("timestamp") ?? Time(made.String("timestamp"))) is { } time && made["message"] is { } message)
            {
                return new(time, (message as JsonString)?.Value ?? message.ToString());
            }
        }
        catch (JsonSyntaxException fault)
        {
            throw Malformed(fault);
        }

        throw Malformed(null);
    }

    // The user guide's own example takes the event's time, which is a text ("Input transformation", Amazon CloudWatch log group).
    private static long? Time(string? timestamp) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : null;

    private static DeliveryException Malformed(Exception? inner) => new(
        "INVALID_JSON",
        "A log group takes from an input transformer only JSON with timestamp (milliseconds since 1970, or ISO 8601) and message.",
        isTransient: false,
        inner);
}
