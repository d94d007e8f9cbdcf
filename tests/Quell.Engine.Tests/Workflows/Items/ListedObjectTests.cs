using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ListedObjectTests
{
    [Theory]
    [InlineData("\"2026-09-12T03:17:02Z\"", "1.789183022E9")]
    [InlineData("\"2026-09-12T03:17:02.500Z\"", "1.7891830225E9")]
    [InlineData("1789180622", "1.789180622E9")]
    [InlineData("1700000000", "1.7E9")]
    [InlineData("0", "0.0")]
    public void An_object_is_an_item_as_the_service_writes_it(string time, string written) =>
        ListedObject.ToItem((JsonObject)JsonValue.Parse($$"""
            {"Key":"input/0001.txt","LastModified":{{time}},"ETag":"\"401b30e3\"","ChecksumAlgorithm":["CRC32"],"Size":2,"StorageClass":"STANDARD"}
            """)).ToString().ShouldBe($$"""
            {"Etag":"\"401b30e3\"","Key":"input/0001.txt","LastModified":{{written}},"Size":2,"StorageClass":"STANDARD"}
            """.Trim());
}
