using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows;

/// <summary>What a state sees of its execution (developer guide, "Accessing execution data from the Context object").</summary>
internal static class ContextObject
{
    public static JsonObject Of(Visit visit)
    {
        var identity = visit.Program.Identity;
        var execution = visit.Run.Execution;
        return JsonObject.Of(
            ("Execution", JsonObject.Of(
                ("Id", identity.ExecutionArn),
                ("Input", execution.Input),
                ("StartTime", Text(execution.Started)),
                ("Name", identity.ExecutionName),
                ("RoleArn", identity.RoleArn),
                ("RedriveCount", identity.IsExpress ? null : (JsonValue)execution.Redrives),
                ("RedriveTime", execution.Redriven is { } redriven ? (JsonValue)Text(redriven) : null))),
            ("StateMachine", JsonObject.Of(("Id", identity.StateMachineArn), ("Name", identity.StateMachineName))),
            ("State", JsonObject.Of(
                ("Name", visit.State.Name),
                ("EnteredTime", Text(visit.Frame.EnteredAt)),
                ("RetryCount", visit.State.CountsRetries ? (JsonValue)visit.Frame.RetryCount : null))),
            ("Task", visit.TaskToken is { } token ? JsonObject.Of(("Token", token)) : null),
            ("Map", visit.ItemContext ?? visit.Frame.MapContext));
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
