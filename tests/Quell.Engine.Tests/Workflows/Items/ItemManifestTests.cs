using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ItemManifestTests
{
    private static readonly ItemReaderConfig Inventory =
        ItemReaderConfig.Evaluated(JsonObject.Of(("ManifestType", "S3_INVENTORY")), ItemSource.Object);

    /// <summary>The manifest is the S3 user guide's own ("Locating your inventory list"), with fewer columns.</summary>
    [Fact]
    public void An_S3_inventory_names_its_files_and_their_columns()
    {
        var manifest = ItemManifest.Read(Inventory, """
            {"sourceBucket":"example-source-bucket","destinationBucket":"arn:aws:s3:::example-inventory-destination-bucket",
             "version":"2016-11-30","creationTimestamp":"1514944800000","fileFormat":"CSV","fileSchema":"Bucket, Key, Size, StorageClass",
             "files":[{"key":"Inventory/example-source-bucket/2016-11-06T21-32Z/files/939c6d46.csv.gz","size":2147483647,"MD5checksum":"f11166069f1990abeb9c97ace9cdfabc"}]}
            """u8.ToArray());

        manifest.Files.ShouldBe([new("example-inventory-destination-bucket", "Inventory/example-source-bucket/2016-11-06T21-32Z/files/939c6d46.csv.gz")]);
        ItemReading.Read(manifest.Data, "\"images\",\"cat%20one.png\",\"42\",\"STANDARD\"\n"u8.ToArray()).Single().Input
            .ToString().ShouldBe("""{"Bucket":"images","Size":"42","StorageClass":"STANDARD","Key":"cat%20one.png"}""");
    }

    [Theory]
    [InlineData("[]", "The manifest is no JSON object")]
    [InlineData("{", "The manifest is not valid JSON")]
    [InlineData("""{"fileFormat":"ORC"}""", "The S3 inventory is in the format ORC; only CSV is supported by Quell")]
    [InlineData("""{"fileSchema":"Key","files":[]}""", "The manifest has no destinationBucket")]
    [InlineData("""{"destinationBucket":"b","files":[]}""", "The manifest has no fileSchema")]
    [InlineData("""{"destinationBucket":"b","fileSchema":"Key"}""", "The manifest has no files")]
    [InlineData("""{"destinationBucket":"b","fileSchema":"Key","files":[{}]}""", "The manifest has no files[].key")]
    public void Says_what_is_wrong_with_an_inventory(string text, string cause) =>
        Should.Throw<ItemReaderException>(() => ItemManifest.Read(Inventory, Encoding.UTF8.GetBytes(text))).Cause.ShouldStartWith(cause);

    [Fact]
    public void An_Athena_manifest_is_an_address_a_line()
    {
        var config = ItemReaderConfig.Evaluated(JsonObject.Of(("ManifestType", "ATHENA_DATA"), ("InputType", "JSONL")), ItemSource.Object);

        var manifest = ItemManifest.Read(config, "s3://bucket/unload/a.gz\r\n\ns3://bucket/b c\n"u8.ToArray());

        manifest.Files.ShouldBe([new("bucket", "unload/a.gz"), new("bucket", "b c")]);
        manifest.Data.Format.ShouldBe(ItemFormat.JsonLines);
        Should.Throw<ItemReaderException>(() => ItemManifest.Read(config, "s3://bucket\n"u8.ToArray())).Cause.ShouldEndWith(": s3://bucket");
    }
}
