using Quell.Engine.Json;
using Quell.Parameters;

namespace Quell.Tests.Parameters;

public sealed class ParameterWritingTests
{
    private readonly SsmHouse _house = new();

    [Fact]
    public void A_parameter_gets_a_version_with_every_overwriting()
    {
        _house.Call("PutParameter", ("Name", "/app/host"), ("Value", "a"), ("Type", "String"), ("Description", "d")).ToString().ShouldBe("""{"Version":1,"Tier":"Standard"}""");
        _house.Refused("PutParameter", ("Name", "/app/host"), ("Value", "b"), ("Type", "String")).Code.ShouldBe("ParameterAlreadyExists");

        // Neither type nor description have to be said again.
        _house.Call("PutParameter", ("Name", "/app/host"), ("Value", "b"), ("Overwrite", true)).Long("Version").ShouldBe(2);

        _house.Call("GetParameter", ("Name", "/app/host")).ToString().ShouldBe(
            """{"Parameter":{"Name":"/app/host","Type":"String","Value":"b","Version":2,"LastModifiedDate":"2026-01-02T03:04:08Z","ARN":"arn:aws:ssm:us-east-1:000000000000:parameter/app/host","DataType":"text"}}""");
        var described = _house.Call("DescribeParameters").Array("Parameters").Objects.Single();
        described.String("Description").ShouldBe("d");
        described.Has("Value").ShouldBeFalse();
    }

    [Fact]
    public void A_name_of_one_level_is_the_same_with_and_without_a_slash()
    {
        _house.Put("host", "a");

        _house.Refused("PutParameter", ("Name", "/host"), ("Value", "b"), ("Type", "String")).Code.ShouldBe("ParameterAlreadyExists");
        _house.Call("GetParameter", ("Name", "/host")).Object("Parameter")!.String("Name").ShouldBe("host");
        _house.Call("GetParameter", ("Name", " host ")).Object("Parameter")!.String("Value").ShouldBe("a");
        _house.Call("GetParameter", ("Name", "arn:aws:ssm:us-east-1:000000000000:parameter/host")).Object("Parameter")!.String("Value").ShouldBe("a");
    }

    /// <summary>API Reference, PutParameter, "Naming Constraints".</summary>
    [Theory]
    [InlineData("a b", "ValidationException", "can't be prefixed with \"ssm\"")]
    [InlineData("app/host", "ValidationException", "sub-paths divided by slash symbol")]
    [InlineData("/app/", "ValidationException", "sub-paths")]
    [InlineData("/app//host", "ValidationException", "sub-paths")]
    [InlineData("awsome", "ValidationException", "can't be prefixed with \"aws\" or \"ssm\"")]
    [InlineData("/SSM/x", "ValidationException", "can't be prefixed with \"ssm\"")]
    [InlineData("/aws/service/x", "AccessDeniedException", "No access to reserved parameter name: /aws/service/x.")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", "HierarchyLevelLimitExceededException", "15 levels")]
    public void Names_are_checked(string name, string code, string message)
    {
        var refusal = _house.Refused("PutParameter", ("Name", name), ("Value", "a"), ("Type", "String"));

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public void A_name_with_its_ARN_has_up_to_1011_characters()
    {
        var arn = "arn:aws:ssm:us-east-1:000000000000:parameter/".Length;

        _house.Put(new string('a', 1011 - arn) is var longest ? "x" + longest[1..] : "", "a");
        _house.Refused("PutParameter", ("Name", "x" + new string('a', 1011 - arn)), ("Value", "a"), ("Type", "String")).Code.ShouldBe("ValidationException");
        _house.Put("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15", "a");
    }

    [Theory]
    [InlineData("", null, "Member must have length greater than or equal to 1.")]
    [InlineData("x {{ssm:other}}", null, "can't nest another parameter")]
    [InlineData("abc", "[0-9]+", "ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: [0-9]+")]
    [InlineData("abc", "[", "InvalidAllowedPatternException")]
    [InlineData("1a", "(?=1)[0-9]+", "ParameterPatternMismatchException")]
    public void Values_are_checked_and_not_repeated(string value, string? pattern, string expected)
    {
        var (code, message) = _house.Refused("PutParameter", ("Name", "p"), ("Value", value), ("Type", "SecureString"), ("AllowedPattern", pattern));

        $"{code}: {message}".ShouldContain(expected);
        if (value.Length > 2)
        {
            message.ShouldNotContain(value);
        }
    }

    [Fact]
    public void The_allowed_pattern_holds_for_later_values()
    {
        _house.Put("p", "1", ("AllowedPattern", "^[0-9]+$"));

        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Overwrite", true)).Code.ShouldBe("ParameterPatternMismatchException");
        _house.Put("p", "2").Long("Version").ShouldBe(2);
    }

    /// <summary>User Guide, "Managing parameter tiers".</summary>
    [Fact]
    public void Tiers_bound_the_value_and_only_go_up()
    {
        var (standard, advanced) = (new string('v', 4096), new string('v', 8192));

        _house.Put("s", standard).String("Tier").ShouldBe("Standard");
        _house.Refused("PutParameter", ("Name", "p"), ("Value", advanced), ("Type", "String")).Message.ShouldStartWith("Standard tier parameters support a maximum parameter value of 4096 characters.");
        _house.Put("a", advanced, ("Tier", "Advanced")).String("Tier").ShouldBe("Advanced");
        _house.Put("i", "small", ("Tier", "Intelligent-Tiering")).String("Tier").ShouldBe("Standard");
        _house.Put("i", advanced, ("Tier", "Intelligent-Tiering")).String("Tier").ShouldBe("Advanced");
        _house.Put("i", "small").String("Tier").ShouldBe("Advanced");
        _house.Refused("PutParameter", ("Name", "i"), ("Value", "small"), ("Overwrite", true), ("Tier", "Standard")).Message.ShouldContain("can't revert an advanced parameter");
        _house.Refused("PutParameter", ("Name", "a"), ("Value", advanced + "v"), ("Overwrite", true)).Message.ShouldContain("8192");
    }

    [Fact]
    public void A_type_changes_outside_of_hierarchies_alone()
    {
        _house.Put("flat", "a");
        _house.Put("/deep/p", "a");

        _house.Put("flat", "a", ("Type", "StringList"));
        _house.Refused("PutParameter", ("Name", "/deep/p"), ("Value", "a"), ("Type", "StringList"), ("Overwrite", true)).Code.ShouldBe("HierarchyTypeMismatchException");
        _house.Refused("PutParameter", ("Name", "none"), ("Value", "a")).Message.ShouldBe("A parameter type is required when you create a parameter.");
    }

    [Fact]
    public void Data_types_keys_and_tags_are_checked()
    {
        _house.Put("image", "ami-12345abcde", ("DataType", "aws:ec2:image"));
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "i-1"), ("Type", "String"), ("DataType", "aws:ec2:image")).Message.ShouldContain("ID of an image");
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Type", "String"), ("DataType", "Text")).Message.ShouldBe("The following data type is not supported: Text (Data type names are all lowercase.)");
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Type", "SecureString"), ("KeyId", "alias/mine")).Code.ShouldBe("InvalidKeyId");
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Type", "String"), ("KeyId", "alias/aws/ssm")).Message.ShouldBe("KeyId is required for SecureString type parameter only.");
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Type", "String"), ("Overwrite", true), ("Tags", JsonValue.Parse("""[{"Key":"a","Value":"b"}]"""))).Message.ShouldStartWith("Invalid request: tags and overwrite");
    }

    /// <summary>API Reference, ParameterMaxVersionLimitExceeded.</summary>
    [Fact]
    public void Of_more_than_100_versions_the_oldest_goes_unless_it_has_a_label()
    {
        for (var version = 1; version <= 101; version++)
        {
            _house.Put("p", $"{version}");
        }

        _house.Refused("GetParameter", ("Name", "p:1")).ShouldBe(("ParameterVersionNotFound", "Systems Manager could not find version 1 of p. Verify the version and try again."));
        _house.Call("LabelParameterVersion", ("Name", "p"), ("ParameterVersion", 2), ("Labels", JsonArray.From(["keep"])));
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "x"), ("Overwrite", true)).Message.ShouldContain("Version 2, the oldest version, can't be deleted because it has a label");
    }

    [Fact]
    public void A_secret_lies_sealed_and_is_opened_for_who_asks_for_it()
    {
        _house.Put("/db/password", "s3cret-1", ("Type", "SecureString"));
        _house.Put("/db/password", "s3cret-2", ("Type", "SecureString"));

        _house.State.ListAll(ParameterStore.Type).Concat(_house.State.ListAll(ParameterStore.VersionType)).ShouldAllBe(entry => !entry.Value.ToString().Contains("s3cret", StringComparison.Ordinal));
        _house.Call("GetParameter", ("Name", "/db/password"), ("WithDecryption", true)).Object("Parameter")!.String("Value").ShouldBe("s3cret-2");
        _house.Call("GetParameter", ("Name", "/db/password")).Object("Parameter")!.String("Value").ShouldNotBeNull().ShouldMatch("^[A-Za-z0-9+/=]{40,}$");
        _house.Call("GetParameterHistory", ("Name", "/db/password"), ("WithDecryption", true)).Array("Parameters").Objects.Select(version => version.String("Value")).ShouldBe(["s3cret-1", "s3cret-2"]);
        _house.Call("GetParameterHistory", ("Name", "/db/password")).ToString().ShouldNotContain("s3cret");
        _house.Call("GetParametersByPath", ("Path", "/db"), ("WithDecryption", true)).Array("Parameters").Objects.Single().String("Value").ShouldBe("s3cret-2");
        _house.Call("DescribeParameters").Array("Parameters").Objects.Single().String("KeyId").ShouldBe("alias/aws/ssm");
        _house.Events.ShouldAllBe(emitted => !emitted.Detail.ToString().Contains("s3cret", StringComparison.Ordinal));
        ParameterStore.Find(_house.State, SsmHouse.Scope, "/db/password").ShouldBeNull();
    }
}
