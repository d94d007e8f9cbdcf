using System.Buffers;
using System.Text;
using Quell.Engine.Events;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Events;

public sealed class EventEnvelopeWriterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 13, 4, 5, 678, TimeSpan.FromHours(1));

    [Fact]
    public void Writes_the_members_in_the_order_of_EventBridge_and_the_time_in_UTC_seconds() =>
        Write("my.app", "Order placed", """["arn:aws:s3:::b"]""", """{"n":1}""").ShouldBe(
            """{"version":"0","id":"i","detail-type":"Order placed","source":"my.app","account":"123456789012","time":"2026-01-02T12:04:05Z","region":"eu-west-1","resources":["arn:aws:s3:::b"],"detail":{"n":1}}""");

    [Fact]
    public void Escapes_texts_and_keeps_the_rest_of_Unicode() =>
        JsonValue.Parse(Write("a\"b\\c\u0001\n", "ü€😀", "", "{}"))
            .ShouldBeOfType<JsonObject>().String("source").ShouldBe("a\"b\\c\u0001\n");

    [Fact]
    public void Drops_white_space_between_tokens_only() =>
        Write("s", "t", "[ ]", "{ \"a b\" :\t[ 1 ,\r\n \" \\\" x \\\\\" ] }").ShouldEndWith(
            "\"resources\":[],\"detail\":{\"a b\":[1,\" \\\" x \\\\\"]}}");

    [Fact]
    public void Agrees_with_the_envelope_as_a_value()
    {
        var written = Write("my.app", "t", """["r"]""", """{"a":[1.50,null]}""");
        EventEnvelope.From(JsonValue.Parse(written)).ShouldNotBeNull().ToUtf8().ShouldBe(Encoding.UTF8.GetBytes(written));
    }

    private static string Write(string source, string detailType, string resources, string detail)
    {
        var buffer = new ArrayBufferWriter<byte>();
        EventEnvelopeWriter.Write(buffer, new EventParts
        {
            Id = "i"u8,
            Source = Encoding.UTF8.GetBytes(source),
            DetailType = Encoding.UTF8.GetBytes(detailType),
            Account = "123456789012"u8,
            Region = "eu-west-1"u8,
            Time = Noon,
            ResourcesJson = Encoding.UTF8.GetBytes(resources),
            DetailJson = Encoding.UTF8.GetBytes(detail),
        });
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
