using Quell.Cli;
using Quell.Confinement;
using Quell.Engine.Json;
using Quell.Server;

namespace Quell.Api;

/// <summary>Who answers here.</summary>
internal static class InfoApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines)
    {
        var started = engines.Time.GetUtcNow();
        return
        [
            ApiRoute.Get("/health", "Whether the process takes requests.", "Health", static _ => JsonObject.Of(("status", "ok"))),
            ApiRoute.Get("/info", "Which process this is.", "Info", _ => JsonObject.Of(
                ("name", "quell"),
                ("version", ProductVersion.Text),
                ("pid", Environment.ProcessId),
                ("started", Shape.Time(started)),
                ("dataFolder", Path.GetFullPath(engines.Options.DataFolder)),
                ("cloud", engines.Options.Aws is null ? "sandbox" : "aws"),
                ("account", engines.Account),
                ("confinement", Confinement(engines.Confiner.Known)))),
        ];
    }

    /// <summary>How functions and scripts are confined; null until that is known, soon after the start.</summary>
    private static JsonObject? Confinement(ConfinementLevel? level) => level is null ? null : JsonObject.Of(
        ("isolated", level.IsIsolated),
        ("notEnforced", level.Warning));
}
