using Quell.Engine.Json;

namespace Quell.Tests.Parameters;

public sealed class ParameterListingTests
{
    private readonly SsmHouse _house = new();

    public ParameterListingTests()
    {
        _house.Put("flat", "1");
        _house.Call("PutParameter", ("Name", "/app/one"), ("Value", "1"), ("Type", "String"), ("Tags", JsonValue.Parse("""[{"Key":"team","Value":"blue"}]""")));
        _house.Put("/app/sub/two", "a,b", ("Type", "StringList"));
        _house.Put("/secret", "s", ("Type", "SecureString"), ("Tier", "Advanced"));
    }

    [Theory]
    [InlineData("""[]""", "/app/one /app/sub/two /secret flat")]
    [InlineData("""[{"Key":"Name","Values":["/flat","/app/one"]}]""", "/app/one flat")]
    [InlineData("""[{"Key":"Name","Option":"BeginsWith","Values":["app"]}]""", "/app/one /app/sub/two")]
    [InlineData("""[{"Key":"Name","Option":"Contains","Values":["sub","lat"]}]""", "/app/sub/two flat")]
    [InlineData("""[{"Key":"Path","Values":["/app"]}]""", "/app/one")]
    [InlineData("""[{"Key":"Path","Option":"Recursive","Values":["/app"]}]""", "/app/one /app/sub/two")]
    [InlineData("""[{"Key":"Path","Values":["/"]}]""", "/secret flat")]
    [InlineData("""[{"Key":"Type","Values":["SecureString","StringList"]}]""", "/app/sub/two /secret")]
    [InlineData("""[{"Key":"KeyId","Option":"BeginsWith","Values":["alias/"]}]""", "/secret")]
    [InlineData("""[{"Key":"Tier","Values":["Advanced"]}]""", "/secret")]
    [InlineData("""[{"Key":"DataType","Values":["text"]},{"Key":"Type","Values":["String"]}]""", "/app/one flat")]
    [InlineData("""[{"Key":"tag:team"}]""", "/app/one")]
    [InlineData("""[{"Key":"tag:team","Values":["red"]}]""", "")]
    public void Filters_choose(string filters, string expected) =>
        string.Join(' ', Names(_house.Call("DescribeParameters", ("ParameterFilters", JsonValue.Parse(filters))))).ShouldBe(expected);

    [Theory]
    [InlineData("""[{"Key":"Label","Values":["x"]}]""", "InvalidFilterKey", "The following filter key is not valid: Label. Valid filter keys include: [Path, Name, Type, KeyId, Tier].")]
    [InlineData("""[{"Key":"Name","Values":["a"]},{"Key":"Name","Values":["b"]}]""", "InvalidFilterKey", "The following filter is duplicated in the request: Name. A request can contain only one occurrence of a specific filter.")]
    [InlineData("""[{"Key":"Name"}]""", "InvalidFilterValue", "The following filter values are missing : null for filter key Name.")]
    [InlineData("""[{"Key":"Path","Option":"Equals","Values":["/a"]}]""", "InvalidFilterOption", "The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].")]
    [InlineData("""[{"Key":"Type","Option":"Contains","Values":["String"]}]""", "InvalidFilterOption", "The following filter option is not valid: Contains. Valid options include: [BeginsWith, Equals].")]
    [InlineData("""[{"Key":"Type","Values":["Text"]}]""", "InvalidFilterOption", "The following filter value is not valid: Text. Valid values include: [String, StringList, SecureString].")]
    [InlineData("""[{"Key":"Path","Values":["/aws/service"]}]""", "ValidationException", "Filters for common parameters can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). When using global parameters, please specify within a global namespace.")]
    public void Filters_that_cannot_be_are_refused(string filters, string code, string message) =>
        _house.Refused("DescribeParameters", ("ParameterFilters", JsonValue.Parse(filters))).ShouldBe((code, message));

    [Fact]
    public void A_path_takes_fewer_filters()
    {
        Names(_house.Call("GetParametersByPath", ("Path", "/"), ("ParameterFilters", JsonValue.Parse("""[{"Key":"Type","Values":["SecureString"]}]""")))).ShouldBe(["/secret"]);
        _house.Refused("GetParametersByPath", ("Path", "/"), ("ParameterFilters", JsonValue.Parse("""[{"Key":"Name","Values":["x"]}]"""))).Message
            .ShouldBe("The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId].");
        _house.Call("LabelParameterVersion", ("Name", "/app/one"), ("Labels", JsonArray.From(["prod"])));
        Names(_house.Call("GetParametersByPath", ("Path", "/app"), ("ParameterFilters", JsonValue.Parse("""[{"Key":"Label","Values":["prod"]}]""")))).ShouldBe(["/app/one"]);
    }

    [Fact]
    public void The_filters_of_before_work_and_do_not_mix()
    {
        Names(_house.Call("DescribeParameters", ("Filters", JsonValue.Parse("""[{"Key":"Name","Values":["/app"]}]""")))).ShouldBe(["/app/one", "/app/sub/two"]);
        _house.Refused(
            "DescribeParameters", ("Filters", JsonValue.Parse("""[{"Key":"Name","Values":["a"]}]""")), ("ParameterFilters", JsonValue.Parse("""[{"Key":"Name","Values":["a"]}]"""))).Message
            .ShouldBe("You can use either Filters or ParameterFilters in a single request.");
    }

    [Fact]
    public void Nothing_is_shared_with_an_account() => Names(_house.Call("DescribeParameters", ("Shared", true))).ShouldBeEmpty();

    [Fact]
    public void What_is_listed_is_described_without_its_value() =>
        _house.Call("DescribeParameters", ("MaxResults", 1)).Array("Parameters")[0].ToString().ShouldBe(
            """{"Name":"/app/one","Type":"String","Version":1,"LastModifiedDate":"2026-01-02T03:04:07Z","LastModifiedUser":"arn:aws:iam::000000000000:root","ARN":"arn:aws:ssm:us-east-1:000000000000:parameter/app/one","DataType":"text","Tier":"Standard","Policies":[]}""");

    private static List<string?> Names(JsonObject answer) => [.. answer.Array("Parameters").Objects.Select(parameter => parameter.String("Name"))];
}
