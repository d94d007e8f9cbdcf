using Quell.Engine.Json;
using Quell.Server;
using Quell.Sources;

namespace Quell.Api;

/// <summary>The ways in: what is declared, and what has come through.</summary>
internal static class SourcesApi
{
    public static IEnumerable<ApiRoute> Routes(Engines engines) =>
    [
        ApiRoute.Get("/sources", "The ways in, and what has come through each since the start.", "SourceList",
            _ => JsonObject.Of(("sources", JsonArray.From(engines.Sources.All.Select(source => ToJson(engines.Sources, source)))))),
    ];

    private static JsonObject ToJson(LiveSources sources, LiveSource source)
    {
        var (definition, totals) = (source.Definition, source.Counts.Totals);
        var bus = sources.BusOf(definition);
        return JsonObject.Of(
            ("name", definition.Name),
            ("kind", definition.Kind),
            ("path", definition is SourceDefinition.Endpoint ? (JsonValue)(SourceEndpoint.Prefix + definition.Name) : null),
            ("queue", definition is SourceDefinition.Queue queue ? Shape.Text(queue.Url.OriginalString) : null),
            ("check", definition is SourceDefinition.Endpoint endpoint ? Shape.Text(endpoint.Check.Definition.Name) : null),
            ("account", bus.Scope.Account),
            ("region", bus.Scope.Region),
            ("bus", bus.Name),
            ("taken", totals.Taken),
            ("repeated", totals.Repeated),
            ("ignored", totals.Ignored),
            ("refused", totals.Refused),
            ("last", Shape.Time(totals.Last)),
            ("trouble", Shape.Text(source.Counts.Trouble)),
            ("lastRefusal", Shape.Text(totals.Refusal)));
    }
}
