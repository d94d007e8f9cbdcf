using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;

namespace Quell.Engine.Tests.Workflows.Items;

public sealed class ItemReaderConfigTests
{
    [Theory]
    [InlineData("""{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"}""")]
    [InlineData("""{"InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["a"],"CSVDelimiter":"PIPE","MaxItems":10}""")]
    [InlineData("""{"InputType":"JSON","ItemsPointer":"/a/b"}""")]
    [InlineData("""{"InputType":"JSONL","Transformation":"NONE"}""")]
    [InlineData("""{"InputType":"MANIFEST"}""")]
    [InlineData("""{"ManifestType":"S3_INVENTORY"}""")]
    [InlineData("""{"ManifestType":"ATHENA_DATA","InputType":"JSONL"}""")]
    [InlineData("""{"ManifestType":"ATHENA_DATA","InputType":"CSV","CSVHeaderLocation":"GIVEN","CSVHeaders":["a"]}""")]
    public void Takes_what_the_guide_has_for_one_object(string config) => Mistakes(config, ItemSource.Object).ShouldBeEmpty();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"MaxItems":5}""")]
    [InlineData("""{"Transformation":"NONE"}""")]
    [InlineData("""{"Transformation":"LOAD_AND_FLATTEN","InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"}""")]
    public void Takes_what_the_guide_has_for_a_list_of_objects(string config) => Mistakes(config, ItemSource.ObjectList).ShouldBeEmpty();

    [Theory]
    [InlineData("{}", "/InputType: InputType is required for arn:aws:states:::s3:getObject")]
    [InlineData("""{"InputType":"XML"}""", "/InputType: InputType must be one of CSV, JSON, JSONL, PARQUET, MANIFEST")]
    [InlineData("""{"InputType":"JSON","Transformation":"LOAD_AND_FLATTEN"}""", "/Transformation: Transformation LOAD_AND_FLATTEN can only be specified for arn:aws:states:::s3:listObjectsV2")]
    [InlineData("""{"InputType":"JSON","ManifestType":"S3_INVENTORY"}""", "/InputType: InputType cannot be specified when ManifestType is S3_INVENTORY")]
    [InlineData("""{"ManifestType":"ATHENA_DATA"}""", "/InputType: InputType must be one of CSV, JSONL, PARQUET when ManifestType is ATHENA_DATA")]
    [InlineData("""{"InputType":"JSON","CSVDelimiter":"COMMA"}""", "/CSVDelimiter: CSVDelimiter can only be specified when InputType is CSV or MANIFEST")]
    [InlineData("""{"InputType":"CSV","CSVHeaderLocation":"GIVEN"}""", "/CSVHeaders: CSVHeaders must be a non-empty array of strings when CSVHeaderLocation is GIVEN")]
    [InlineData("""{"InputType":"CSV","CSVHeaders":["a"]}""", "/CSVHeaders: CSVHeaders can only be specified when CSVHeaderLocation is GIVEN")]
    [InlineData("""{"InputType":"JSONL","ItemsPointer":"/a"}""", "/ItemsPointer: ItemsPointer can only be specified when InputType is JSON")]
    [InlineData("""{"InputType":"JSON","ItemsPointer":"a~"}""", "/ItemsPointer: ItemsPointer must be a JSON pointer such as /inventory/products")]
    [InlineData("""{"InputType":"JSON","MaxItems":-1}""", "/MaxItems: field MaxItems must be positive")]
    [InlineData("""{"InputType":"JSON","MaxItems":"2"}""", "/MaxItems: MaxItems must be an integer")]
    public void Says_what_is_wrong_and_where(string config, string mistake) => Mistakes(config, ItemSource.Object).ShouldBe([mistake]);

    [Fact]
    public void A_list_of_objects_is_no_manifest_and_needs_a_type_only_where_the_objects_are_loaded()
    {
        Mistakes("""{"InputType":"CSV"}""", ItemSource.ObjectList).Single().ShouldContain("LOAD_AND_FLATTEN");
        Mistakes("""{"Transformation":"LOAD_AND_FLATTEN"}""", ItemSource.ObjectList).Single().ShouldContain("InputType is required");
        Mistakes("""{"ManifestType":"S3_INVENTORY"}""", ItemSource.ObjectList).Single().ShouldContain("s3:getObject");
    }

    [Fact]
    public void Tells_every_mistake_at_once()
    {
        const string config = """{"InputType":"JSON","CSVDelimiter":"X","MaxItems":-1,"ItemsPointer":5}""";
        Mistakes(config, ItemSource.Object).Count.ShouldBe(4);

        var failure = Should.Throw<ItemReaderException>(() =>
            ItemReaderConfig.Evaluated((JsonObject)JsonValue.Parse(config), ItemSource.Object));
        failure.Cause.ShouldEndWith(", field MaxItems must be positive");
    }

    [Fact]
    public void Entries_of_a_list_are_items_unless_the_objects_are_loaded()
    {
        ItemReaderConfig.Evaluated(JsonObject.Empty, ItemSource.ObjectList).Format.ShouldBeNull();
        ItemReaderConfig.Evaluated(JsonObject.Of(("Transformation", "LOAD_AND_FLATTEN"), ("InputType", "JSONL")), ItemSource.ObjectList)
            .Format.ShouldBe(ItemFormat.JsonLines);
    }

    private static List<string> Mistakes(string config, ItemSource source)
    {
        var mistakes = new List<PathMistake>();
        ItemReaderConfig.Read((JsonObject)JsonValue.Parse(config), source, "", mistakes);
        return [.. mistakes.Select(mistake => $"{mistake.Location}: {mistake.Message}")];
    }
}
