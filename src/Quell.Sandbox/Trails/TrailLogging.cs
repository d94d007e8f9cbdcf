using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trails;

/// <summary>Whether a trail logs: switched, and since when.</summary>
internal static class TrailLogging
{
    public static JsonObject GetTrailStatus(OperationContext context)
    {
        var status = AccountTrail.Get(context).Value.Object(AccountTrail.StatusMember) ?? JsonObject.Empty;
        return JsonObject.Of(
            ("IsLogging", status.Bool("IsLogging") ?? false),
            ("StartLoggingTime", status["Started"]),
            ("StopLoggingTime", status["Stopped"]),
            ("LatestDeliveryAttemptTime", ""),
            ("LatestNotificationAttemptTime", ""),
            ("LatestNotificationAttemptSucceeded", ""),
            ("LatestDeliveryAttemptSucceeded", ""),
            ("TimeLoggingStarted", status["Started"] ?? ""),
            ("TimeLoggingStopped", status["Stopped"] ?? ""));
    }

    public static JsonObject StartLogging(OperationContext context) => Switch(context, isLogging: true, "Started");

    public static JsonObject StopLogging(OperationContext context) => Switch(context, isLogging: false, "Stopped");

    private static JsonObject Switch(OperationContext context, bool isLogging, string time)
    {
        var trail = AccountTrail.AtHome(context);
        var status = trail.Value.Object(AccountTrail.StatusMember) ?? JsonObject.Empty;
        if ((status.Bool("IsLogging") ?? false) != isLogging)
        {
            trail.Put(context.State, trail.Value.With(
                AccountTrail.StatusMember, status.With("IsLogging", isLogging).With(time, context.NowText)));
        }

        return JsonObject.Empty;
    }
}
