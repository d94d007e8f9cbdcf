using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Quell.Aws;
using Quell.Aws.Protocols;
using Quell.Server;

namespace Quell.Tests.Server;

public class RequestReaderTests
{
    [Theory]
    [InlineData("/a/../b//c%2Fd?x=%20&y", "/a/../b//c%2Fd", "x=%20&y")]
    [InlineData("/", "/", "")]
    [InlineData("/a?b?c", "/a", "b?c")]
    [InlineData("http://host:1/a?b", "/a", "b")]
    [InlineData("http://host:1", "/", "")]
    [InlineData("http://host:1?a=b/c", "/", "a=b/c")]
    public void The_target_stays_as_it_was_sent(string target, string path, string query)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;

        var request = RequestReader.Read(context);

        (request.RawPath, request.RawQuery).ShouldBe((path, query));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_is_taken_whole(bool saysItsLength)
    {
        var bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);

        var request = await RequestReader.Buffer(Request(new MemoryStream(bytes), saysItsLength ? bytes.Length : null), CancellationToken.None);

        request.Body.Bytes.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_what_it_announces()
    {
        var fault = await Should.ThrowAsync<AwsException>(
            () => RequestReader.Buffer(Request(Stream.Null, RequestReader.MaxBufferedBody + 1), CancellationToken.None).AsTask());

        (fault.Code, fault.Status).ShouldBe(("RequestEntityTooLargeException", 413));
    }

    private static WireRequest Request(Stream body, long? length) => new("POST", "/", "", [], new WireBody(body, length));
}
