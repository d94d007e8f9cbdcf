using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Sources;
using Quell.Engine.Sources.Mappings;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Quell.Engine.Tests.Sources;

/// <summary>Whatever a sender sends, a format gives events that can be written, or refuses with a status below 500.</summary>
public class HostilePayloadTests
{
    private const int Rounds = 400;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sources", "Cases");

    private static readonly string[] Oddities =
    [
        "null", "true", "0", "-1e400", "1e-400", "\"\"", "\"\\u0000\"", "\"$.item\"", "\"{$.body}\"", "[]", "{}", "[[]]", "{\"\":{}}", "\"aws.ec2\"",
        "\"" + new string('x', 5_000) + "\"", "[" + string.Join(',', Enumerable.Repeat("{}", 200)) + "]", "123456789012345678901234567890",
    ];

    public static TheoryData<string> Names => MappingCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_with_any_part_replaced_or_cut_is_taken_or_refused(string name)
    {
        var one = (JsonObject)JsonValue.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        var random = new Random(name.Length * 7_919);
        var formats = new ISourceFormat[] { BuiltInMappings.Find(one.String("kind")!)!, new EventBridgeFormat(), new CloudEventsFormat() };
        var body = one.String("text") is { } text ? Encoding.UTF8.GetBytes(text) : one["body"]!.ToUtf8();
        for (var round = 0; round < Rounds; round++)
        {
            var mutated = one.Has("text") || round % 2 == 0 ? Scramble(body, random) : Replace(body, random);
            foreach (var format in formats)
            {
                ShouldBeTakenOrRefused(format, Request(one, mutated));
            }
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(470)]
    [InlineData(480)]
    [InlineData(481)]
    [InlineData(513)]
    [InlineData(100_000)]
    public void A_body_of_any_depth_is_taken_or_refused(int depth)
    {
        foreach (var body in new[] { new string('[', depth) + new string(']', depth), string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth) })
        {
            ShouldBeTakenOrRefused(BuiltInMappings.Find("generic")!, new("s", ImmutableSortedDictionary<string, string>.Empty, Encoding.UTF8.GetBytes(body)));
        }
    }

    private static void ShouldBeTakenOrRefused(ISourceFormat format, SourceRequest request)
    {
        try
        {
            foreach (var one in format.Read(request).Events)
            {
                one.Source.ShouldNotBeEmpty();
                one.DetailType.ShouldNotBeEmpty();
                JsonValue.Parse(one.Detail.ToUtf8()).ShouldBeOfType<JsonObject>();
                (one.Id is null || one.Id.Length == 36).ShouldBeTrue();
            }
        }
        catch (SourceException refusal)
        {
            refusal.Status.ShouldBeInRange(400, 499);
            refusal.Message.Length.ShouldBeLessThan(2_000);
        }
    }

    private static SourceRequest Request(JsonObject one, byte[] body)
    {
        var headers = one.Object("headers") ?? JsonObject.Empty;
        return new("s", headers.Names.ToImmutableSortedDictionary(header => header, header => headers.String(header) ?? "", StringComparer.Ordinal), body);
    }

    private static byte[] Scramble(byte[] body, Random random)
    {
        var bytes = body[..random.Next(body.Length / 2, body.Length + 1)];
        for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>Puts an oddity in the place of one value.</summary>
    private static byte[] Replace(byte[] body, Random random)
    {
        var root = JsonNode.Parse(body)!;
        var values = new List<JsonNode>();
        Collect(root, values);
        var oddity = Oddities[random.Next(Oddities.Length)];
        var value = values[random.Next(values.Count)];
        if (value == root)
        {
            return Encoding.UTF8.GetBytes(oddity);
        }

        value.ReplaceWith(JsonNode.Parse("\"REPLACED\""));
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace("\"REPLACED\"", oddity, StringComparison.Ordinal));
    }

    private static void Collect(JsonNode node, List<JsonNode> values)
    {
        values.Add(node);
        foreach (var child in node is System.Text.Json.Nodes.JsonObject parent ? parent.Select(member => member.Value) : node is System.Text.Json.Nodes.JsonArray array ? array : Enumerable.Empty<JsonNode?>())
        {
            if (child is not null)
            {
                Collect(child, values);
            }
        }
    }
}
