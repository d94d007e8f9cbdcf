using Quell.Engine.Json;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class WorkflowTagsTests
{
    private readonly StatesHouse _house = new();

    [Fact]
    public void State_machines_and_activities_are_tagged_and_untagged()
    {
        var activity = _house.Call("CreateActivity", ("name", "ask"), ("tags", Tags(("team", "ops")))).String("activityArn")!;
        foreach (var arn in new[] { _house.Create("block", ("tags", Tags(("team", "ops")))), activity })
        {
            _house.Call("TagResource", ("resourceArn", arn), ("tags", Tags(("stage", "ü 1"), ("team", "dev"))));
            Of(arn).ShouldBe(Tags(("team", "dev"), ("stage", "ü 1")));

            _house.Call("UntagResource", ("resourceArn", arn), ("tagKeys", JsonArray.From(["team", "none"])));
            Of(arn).ShouldBe(Tags(("stage", "ü 1")));
        }
    }

    [Fact]
    public void Tags_are_no_revision()
    {
        var arn = _house.Create("block");
        var before = _house.Describe(arn);

        _house.Call("TagResource", ("resourceArn", arn), ("tags", Tags(("a", "b"))));

        _house.Describe(arn).ShouldBe(before);
    }

    [Fact]
    public void More_than_fifty_are_too_many()
    {
        var arn = _house.Create("block", ("tags", Tags([.. Enumerable.Range(0, 50).Select(number => ($"k{number}", ""))])));

        _house.Call("TagResource", ("resourceArn", arn), ("tags", Tags(("k0", "again"))));
        _house.Refused("TagResource", ("resourceArn", arn), ("tags", Tags(("more", "")))).Code.ShouldBe("TooManyTags");
        Of(arn).Count.ShouldBe(50);
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData("aws:mine", "a")]
    [InlineData("a", "b;c")]
    public void A_tag_that_cannot_be_is_refused(string key, string value)
    {
        var arn = _house.Create("block");

        _house.Refused("TagResource", ("resourceArn", arn), ("tags", Tags((key, value)))).Code.ShouldBe("ValidationException");
    }

    [Fact]
    public void Nothing_else_has_tags()
    {
        var version = _house.Publish(_house.Create("block"));

        _house.Refused("ListTagsForResource", ("resourceArn", version)).ShouldBe(("ResourceNotFound", $"Resource not found: '{version}'"));
        _house.Refused("TagResource", ("resourceArn", Arn("none")), ("tags", Tags(("a", "b")))).ShouldBe(("ResourceNotFound", $"Resource not found: '{Arn("none")}'"));
        _house.Refused("UntagResource", ("resourceArn", "none"), ("tagKeys", JsonArray.From(["a"]))).ShouldBe(("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: none'"));
    }

    private JsonArray Of(string arn) => _house.Call("ListTagsForResource", ("resourceArn", arn)).Array("tags");
}
