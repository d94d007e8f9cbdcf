using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Tests.Rules.Scanning;

public sealed class JsonSyntaxTests
{
    private const int MaxDepth = 100;

    [Theory]
    [InlineData("{}", true)]
    [InlineData(" \t\r\n{ } \n", true)]
    [InlineData("""{"a":[1,-0,0.5,1e5,-1.25E-10,2e+3,true,false,null,"x",{},[]],"":{"b":"\u00e9\n\"\\"}}""", true)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("}", false)]
    [InlineData("{]", false)]
    [InlineData("{}{}", false)]
    [InlineData("{},", false)]
    [InlineData("""{"a"}""", false)]
    [InlineData("""{"a":}""", false)]
    [InlineData("""{"a":1,}""", false)]
    [InlineData("""{,"a":1}""", false)]
    [InlineData("""{"a":1 "b":2}""", false)]
    [InlineData("""{"a" 1}""", false)]
    [InlineData("""{"a"::1}""", false)]
    [InlineData("""{"a":1:2}""", false)]
    [InlineData("""{"a":"b":"c"}""", false)]
    [InlineData("""{a:1}""", false)]
    [InlineData("""{1:1}""", false)]
    [InlineData("""{"a":["b":1]}""", false)]
    [InlineData("""{"a":["b",]}""", false)]
    [InlineData("""{"a":[1}}""", false)]
    [InlineData("""{"a":01}""", false)]
    [InlineData("""{"a":-}""", false)]
    [InlineData("""{"a":+1}""", false)]
    [InlineData("""{"a":1.}""", false)]
    [InlineData("""{"a":.5}""", false)]
    [InlineData("""{"a":1.2.3}""", false)]
    [InlineData("""{"a":1e}""", false)]
    [InlineData("""{"a":1e+}""", false)]
    [InlineData("""{"a":1e5e5}""", false)]
    [InlineData("""{"a":1e5.0}""", false)]
    [InlineData("""{"a":1-2}""", false)]
    [InlineData("""{"a":--1}""", false)]
    [InlineData("""{"a":truE}""", false)]
    [InlineData("""{"a":true1}""", false)]
    [InlineData("""{"a":1true}""", false)]
    [InlineData("""{"a":nul}""", false)]
    [InlineData("""{"a":"\x"}""", false)]
    [InlineData("""{"a":"\u12g4"}""", false)]
    [InlineData("""{"a":"\u123"}""", false)]
    [InlineData("{\"a\":\"\u0001\"}", false)]
    [InlineData("{\"a\":\"\n\"}", false)]
    [InlineData("{\u000b}", false)]
    [InlineData("""{"a":"b}""", false)]
    [InlineData("""{"a":"b\"}""", false)]
    public void Takes_objects_and_nothing_else(string text, bool isObject)
    {
        // Wherever it lies in its blocks.
        for (var shift = 0; shift <= 2 * ByteMasks.Width; shift++)
        {
            var utf8 = Encoding.UTF8.GetBytes(new string(' ', shift) + text);
            IsObject(utf8).ShouldBe(isObject, $"{shift} blanks, {text}");
        }
    }

    [Fact]
    public void Takes_as_many_levels_as_are_allowed()
    {
        static byte[] Nested(int levels) => Encoding.UTF8.GetBytes(
            $"{{\"a\":{new string('[', levels - 1)}{new string(']', levels - 1)}}}");

        IsObject(Nested(MaxDepth)).ShouldBeTrue();
        IsObject(Nested(MaxDepth + 1)).ShouldBeFalse();
    }

    [Fact]
    public void Refuses_what_is_not_UTF_8()
    {
        byte[] invalid = [.. "{\"a\":\""u8, 0xC3, .. "\"}"u8];
        IsObject(invalid).ShouldBeFalse();
    }

    [Fact]
    public void Says_the_same_as_a_reader_of_one_token_after_the_other() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(30_000).WithQuietOnSuccess(true),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var some = new SomeJson(random);
            var text = $"{new string(' ', random.Next(70))}{Spaced(some.Event(), random)}";
            Agree(Encoding.UTF8.GetBytes(text));
            Agree(Encoding.UTF8.GetBytes(some.Broken(text)));
            var bytes = Encoding.UTF8.GetBytes(text);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Agree(bytes);
        }));

    private static void Agree(byte[] utf8) => IsObject(utf8).ShouldBe(ReadsAsObject(utf8), Encoding.UTF8.GetString(utf8));

    private static bool IsObject(byte[] utf8) => JsonSyntax.IsObject(utf8, MaxDepth);

    private static bool ReadsAsObject(byte[] utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // To the end.
            }

            return isObject && Utf8.IsValid(utf8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Spaced(string json, Random random)
    {
        var spaced = new StringBuilder();
        foreach (var letter in json)
        {
            spaced.Append(letter);
            if (letter is ',' or ':' or '[' or '{' && random.Next(4) == 0)
            {
                spaced.Append(" \t\r\n  "[random.Next(6)]);
            }
        }

        return spaced.ToString();
    }
}
