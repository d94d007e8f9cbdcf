using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Sources;
using Quell.Engine.Sources.Mappings;

namespace Quell.Engine.Tests.Sources;

/// <summary>
/// Payloads as each product sends them, written after its documentation (<c>page</c>), and the events that come of them. A case is
/// <c>{page, kind, headers, body or text, events, ignored}</c>.
/// </summary>
public class MappingCases
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sources", "Cases");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "D27")]
    public void A_payload_becomes_its_events(string name)
    {
        var one = (JsonObject)JsonValue.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

        var reading = Read(one);

        JsonArray.From(reading.Events.Select(ToJson)).ToIndentedString().ShouldBe(one.Array("events").ToIndentedString());
        reading.Ignored.ShouldBe((int)(one.Long("ignored") ?? 0));
    }

    [Fact]
    public void Every_kind_has_a_case() => Directory.EnumerateFiles(Folder, "*.json")
        .Select(file => ((JsonObject)JsonValue.Parse(File.ReadAllBytes(file))).String("kind")).Distinct().Order()
        .ShouldBe(BuiltInMappings.Kinds);

    [Fact]
    public void Every_kind_asks_for_a_proof_of_who_sends() =>
        BuiltInMappings.Kinds.ShouldAllBe(kind => BuiltInMappings.Find(kind)!.Check != null && !(BuiltInMappings.Find(kind)!.Check is CheckDefinition.None));

    internal static SourceReading Read(JsonObject one)
    {
        var headers = one.Object("headers") ?? JsonObject.Empty;
        var request = new SourceRequest(
            "north", headers.Names.ToImmutableSortedDictionary(name => name, name => headers.String(name) ?? "", StringComparer.Ordinal),
            one.String("text") is { } text ? Encoding.UTF8.GetBytes(text) : one["body"]!.ToUtf8());
        return BuiltInMappings.Find(one.String("kind")!)!.Read(request);
    }

    private static JsonObject ToJson(ReceivedEvent one) => JsonObject.Of(
        ("id", one.Id),
        ("source", one.Source),
        ("detail-type", one.DetailType),
        ("time", one.Time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture)),
        ("resources", one.Resources),
        ("detail", one.Detail));
}
