using Quell.Engine.Json;

namespace Quell.Tests.Parameters;

public sealed class ParameterLabelsTests
{
    private readonly SsmHouse _house = new();

    public ParameterLabelsTests()
    {
        _house.Put("p", "one");
        _house.Put("p", "two");
    }

    [Fact]
    public void A_label_is_at_one_version_and_moves()
    {
        Label(1, "prod", "old").ToString().ShouldBe("""{"InvalidLabels":[],"ParameterVersion":1}""");
        Label(null, "prod").Long("ParameterVersion").ShouldBe(2);

        Labels().ShouldBe(["old", "prod"]);
        _house.Call("GetParameter", ("Name", "p:prod")).Object("Parameter")!.String("Value").ShouldBe("two");
    }

    /// <summary>API Reference, LabelParameterVersion: what fails the requirements is answered and not set.</summary>
    [Theory]
    [InlineData("aws-x"), InlineData("SSM"), InlineData("1st"), InlineData("a b"), InlineData("a/b")]
    public void A_label_that_cannot_be_is_answered(string label)
    {
        Label(null, label, "fine").Array("InvalidLabels").Strings.ShouldBe([label]);

        Labels().ShouldBe(["fine"]);
    }

    [Fact]
    public void A_version_has_up_to_ten_labels()
    {
        Label(1, [.. Enumerable.Range(0, 10).Select(number => $"l{number}")]);

        Should.Throw<Aws.AwsException>(() => Label(1, "more")).Code.ShouldBe("ParameterVersionLabelLimitExceeded");
        Label(1, "l3");
        _house.Refused("LabelParameterVersion", ("Name", "p"), ("ParameterVersion", 3), ("Labels", JsonArray.From(["x"]))).Code.ShouldBe("ParameterVersionNotFound");
    }

    [Fact]
    public void Labels_are_taken_away()
    {
        Label(1, "a", "b");

        _house.Call("UnlabelParameterVersion", ("Name", "p"), ("ParameterVersion", 1), ("Labels", JsonArray.From(["a", "c"]))).ToString()
            .ShouldBe("""{"RemovedLabels":["a"],"InvalidLabels":["c"]}""");
        Labels().ShouldBe(["b"]);
    }

    private JsonObject Label(int? version, params string[] labels) =>
        _house.Call("LabelParameterVersion", ("Name", "p"), ("ParameterVersion", version is { } number ? (JsonValue)number : null), ("Labels", JsonArray.From(labels)));

    /// <summary>All labels, the older versions' first.</summary>
    private List<string> Labels() =>
        [.. _house.Call("GetParameterHistory", ("Name", "p")).Array("Parameters").Objects.SelectMany(version => version.Array("Labels").Strings)];
}
