using Quell.Engine.Workflows.Validation;

namespace Quell.Engine.Tests.Workflows.Validation;

/// <summary>
/// The words of Jackson's reader (github.com/FasterXML/jackson-core, 2.13, <c>ReaderBasedJsonParser</c>, <c>ParserMinimalBase</c>),
/// which the service repeats: ../shared/conformance has the one of "not a definition".
/// </summary>
public sealed class DefinitionTextTests
{
    private const string Choices = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    [Theory]
    [InlineData("not a definition", 1, 4, $"Unrecognized token 'not': was expecting {Choices}")]
    [InlineData("{not json", 1, 3, "Unexpected character ('n' (code 110)): was expecting double-quote to start field name")]
    [InlineData("{\"a\":1,}", 1, 9, "Unexpected character ('}' (code 125)): was expecting double-quote to start field name")]
    [InlineData("[1,]", 1, 5, $"Unexpected character (']' (code 93)): expected a valid value {Choices}")]
    [InlineData("{\"a\":}", 1, 7, "Unexpected character ('}' (code 125)): expected a value")]
    [InlineData("{\"a\" 1}", 1, 7, "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value")]
    [InlineData("{\"a\":1 \"b\":2}", 1, 9, "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries")]
    [InlineData("[1 2]", 1, 5, "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries")]
    [InlineData("{\"a\":\n\n  'x'}", 3, 4, $"Unexpected character (''' (code 39)): expected a valid value {Choices}")]
    [InlineData("{\"a\":tru}", 1, 9, $"Unrecognized token 'tru': was expecting {Choices}")]
    [InlineData("{\"a\":NaN}", 1, 9, $"Unrecognized token 'NaN': was expecting {Choices}")]
    [InlineData("{\"a\"", 1, 5, "Unexpected end-of-input within/between Object entries")]
    [InlineData("[1,", 1, 4, "Unexpected end-of-input within/between Array entries")]
    [InlineData("{\"a", 1, 4, "Unexpected end-of-input in field name")]
    [InlineData("{\"a\":\"b", 1, 8, "Unexpected end-of-input: was expecting closing quote for a string value")]
    [InlineData("{\"a\":\"b\\", 1, 9, "Unexpected end-of-input in character escape sequence")]
    [InlineData("{\"a\":\"\\q\"}", 1, 9, "Unrecognized character escape 'q' (code 113)")]
    [InlineData("{\"a\":\"\\u00g\"}", 1, 12, "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence")]
    [InlineData("{\"a\":01}", 1, 7, "Invalid numeric value: Leading zeroes not allowed")]
    [InlineData("{\"a\":-x}", 1, 8, "Unexpected character ('x' (code 120)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value")]
    [InlineData("{\"a\":1.}", 1, 9, "Unexpected character ('}' (code 125)) in numeric value: Decimal point not followed by a digit")]
    [InlineData("{\"a\":1e}", 1, 9, "Unexpected character ('}' (code 125)) in numeric value: Exponent indicator not followed by a digit")]
    [InlineData("{\"a\":1,\"a\":2}", 1, 11, "Duplicate field 'a'")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", 1, 16, "Duplicate field 'a'")]
    [InlineData("[€]", 1, 3, $"Unrecognized token '€': was expecting {Choices}")]
    [InlineData("[…]", 1, 3, $"Unexpected character ('…' (code 8230 / 0x2026)): expected a valid value {Choices}")]
    public void Tells_what_is_wrong_and_where(string text, int row, int column, string expected)
    {
        var found = DefinitionText.FindMistake(text);
        found.ShouldNotBeNull();
        found.Code.ShouldBe("INVALID_JSON_DESCRIPTION");
        found.Location.ShouldBe($"[Source: (String)\"{text}\"; line: {row}, column: {column}]");
        found.Message.ShouldBe($"{expected}\n at {found.Location}");
    }

    [Theory]
    [InlineData("{\"a\":1", "Unexpected end-of-input: expected close marker for Object (start marker at {0}; line: 1, column: 1])", 7)]
    [InlineData("{\"a\":[1", "Unexpected end-of-input: expected close marker for Array (start marker at {0}; line: 1, column: 6])", 8)]
    [InlineData("{\"a\":1]", "Unexpected close marker ']': expected '}}' (for Object starting at {0}; line: 1, column: 1])", 8)]
    [InlineData("[}", "Unexpected close marker '}}': expected ']' (for Array starting at {0}; line: 1, column: 1])", 3)]
    [InlineData("{}}", "Unexpected close marker '}}': expected ']' (for root starting at {0}; line: 1, column: 0])", 4)]
    public void A_marker_is_told_with_what_it_should_close(string text, string expected, int column)
    {
        var source = $"[Source: (String)\"{text}\"";
        DefinitionText.FindMistake(text)!.Message.ShouldBe(
            $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, source)}\n at {source}; line: 1, column: {column}]");
    }

    [Fact]
    public void A_place_shows_the_first_five_hundred_characters()
    {
        var text = $"{{\"{new string('a', 600)}\"";
        DefinitionText.FindMistake(text)!.Location.ShouldBe($"[Source: (String)\"{text[..500]}\"[truncated 103 chars]; line: 1, column: 604]");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("1.5e3")]
    public void What_is_no_object_is_told_as_that(string text)
    {
        var found = DefinitionValidator.Validate(text, isExpress: false).Single();
        (found.Code, found.Message, found.Location).ShouldBe(("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", null));
    }

    [Fact]
    public void A_text_with_half_a_character_is_refused()
    {
        var found = DefinitionValidator.Validate("{\"Comment\":\"\\ud800\"}", isExpress: false).Single();
        (found.Code, found.Location).ShouldBe(("INVALID_JSON_DESCRIPTION", null));
    }

    [Theory]
    [InlineData("{\"a\":[1,-2.5e+3,true,false,null,\"\\u00e4\\n\",{}],\"b\":[]}")]
    [InlineData("\r\n{ \"a\" : [ ] }\r\n")]
    public void Json_is_taken(string text) => DefinitionText.FindMistake(text).ShouldBeNull();
}
