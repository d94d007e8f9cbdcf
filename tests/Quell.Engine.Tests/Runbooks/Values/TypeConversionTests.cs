using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Tests.Runbooks.Values;

/// <summary>Systems Manager User Guide, "Using action outputs as inputs": the conversions it names, and JSON texts.</summary>
public sealed class TypeConversionTests
{
    [Theory]
    [InlineData("\"5\"", "Integer", "5")]
    [InlineData("\"x\"", "StringList", """["x"]""")]
    [InlineData("\"True\"", "Boolean", "true")]
    [InlineData("5", "String", "\"5\"")]
    [InlineData("5", "StringList", """["5"]""")]
    [InlineData("true", "String", "\"true\"")]
    [InlineData("false", "StringList", """["false"]""")]
    [InlineData("""["x"]""", "String", "\"x\"")]
    [InlineData("""[5]""", "String", "\"5\"")]
    [InlineData("""["5"]""", "Integer", "5")]
    [InlineData("""[true]""", "Boolean", "true")]
    [InlineData("""[1, 2]""", "StringList", """["1","2"]""")]
    [InlineData("""[{"a": 1}]""", "StringList", """["{\u0022a\u0022:1}"]""")]
    [InlineData("""{"a": 1}""", "String", "\"{\\u0022a\\u0022:1}\"")]
    [InlineData("""{"a": 1}""", "StringMap", """{"a":1}""")]
    [InlineData("\"{\\\"a\\\": 1}\"", "StringMap", """{"a":1}""")]
    [InlineData("\"[{\\\"a\\\": 1}]\"", "MapList", """[{"a":1}]""")]
    [InlineData("""["{\"a\": 1}"]""", "MapList", """[{"a":1}]""")]
    [InlineData("""["[{\"a\": 1}, {\"b\": 2}]"]""", "MapList", """[{"a":1},{"b":2}]""")]
    [InlineData("""[]""", "MapList", "[]")]
    [InlineData("3.0", "Integer", "3")]
    [InlineData("3.5", "Integer", null)]
    [InlineData("\"x\"", "Integer", null)]
    [InlineData("5", "Boolean", null)]
    [InlineData("[1, 2]", "Integer", null)]
    [InlineData("\"x\"", "StringMap", null)]
    [InlineData("\"{x\"", "StringMap", null)]
    [InlineData("[1]", "MapList", null)]
    [InlineData("""{"a": 1}""", "MapList", null)]
    [InlineData("""{"a": 1}""", "StringList", null)]
    [InlineData("null", "String", null)]
    [InlineData("null", "StringList", null)]
    public void Converts(string value, string type, string? expected) =>
        TypeConversion.Convert(JsonValue.Parse(value), RunbookTypes.Find(type)!.Value)?.ToString().ShouldBe(expected is null ? null : JsonValue.Parse(expected).ToString());

    [Theory]
    [InlineData("AWS::EC2::Instance::Id", "String")]
    [InlineData("List<AWS::EC2::Instance::Id>", "StringList")]
    [InlineData("AWS::IAM::Role::Arn", "String")]
    [InlineData("string", null)]
    [InlineData("List<String>", null)]
    public void Knows_the_types(string name, string? type) => RunbookTypes.Find(name)?.ToString().ShouldBe(type);
}
