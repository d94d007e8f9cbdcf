using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Protocols;

public sealed class PartialContentTests
{
    [Theory]
    [InlineData("""{"ContentLength": 2, "ContentRange": "bytes 1-2/5"}""", 206)]
    [InlineData("""{"ContentLength": 5}""", 200)]
    public void A_part_of_an_object_is_answered_as_such(string output, int status)
    {
        var service = ServiceCatalog.Default.Get("s3");

        new RestXmlProtocol().WriteResponse(service, service.Find("GetObject")!, (JsonObject)JsonValue.Parse(output), null, "request")
            .Status.ShouldBe(status);
    }
}
