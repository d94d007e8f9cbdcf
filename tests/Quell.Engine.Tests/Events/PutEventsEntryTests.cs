using System.Text;
using Quell.Engine.Events;

namespace Quell.Engine.Tests.Events;

public sealed class PutEventsEntryTests
{
    [Theory]
    [InlineData("", "t", "{}", "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument.")]
    [InlineData("s", "", "{}", "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument.")]
    [InlineData("s", "t", "", "InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument.")]
    [InlineData("aws.ec2", "t", "{}", "NotAuthorizedForSourceException", "Not authorized for the source.")]
    [InlineData("s", "t", "[1]", "MalformedDetail", "Detail is malformed.")]
    [InlineData("s", "t", "{\"a\":}", "MalformedDetail", "Detail is malformed.")]
    [InlineData("s", "t", "{} {}", "MalformedDetail", "Detail is malformed.")]
    public void Refuses_an_entry_in_the_words_of_AWS(string source, string detailType, string detail, string code, string message) =>
        Check(source, detailType, detail).ShouldBe(new PutEventsFault(code, message));

    [Theory]
    [InlineData("my.app", "{}")]
    [InlineData("aws", "{\"a\":{\"b\":[1,2]}} ")]
    public void Accepts_an_entry(string source, string detail) => Check(source, "t", detail).ShouldBeNull();

    [Fact]
    public void Counts_an_entry_as_AWS_documents_it() => new PutEventsEntry
    {
        Source = "ab"u8,
        DetailType = "ü"u8,
        Detail = "{}"u8,
        HasTime = true,
        SizeOfResources = 5,
    }.Size.ShouldBe(2 + 2 + 2 + 14 + 5);

    private static PutEventsFault? Check(string source, string detailType, string detail) => new PutEventsEntry
    {
        Source = Encoding.UTF8.GetBytes(source),
        DetailType = Encoding.UTF8.GetBytes(detailType),
        Detail = Encoding.UTF8.GetBytes(detail),
    }.Check();
}
