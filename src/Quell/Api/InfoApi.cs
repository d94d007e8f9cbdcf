using Quell.Cli;
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
                ("account", engines.Account))),
        ];
    }
}
