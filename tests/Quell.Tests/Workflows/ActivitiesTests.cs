using Quell.Engine.Json;
using static Quell.Tests.Workflows.StatesHouse;

namespace Quell.Tests.Workflows;

public sealed class ActivitiesTests
{
    private const string Ask = "arn:aws:states:us-east-1:000000000000:activity:ask";
    private readonly StatesHouse _house = new();

    [Fact]
    public void An_activity_is_made_once_and_shown_until_it_is_deleted()
    {
        var made = _house.Call("CreateActivity", ("name", "ask"), ("tags", Tags(("a", "b"))));

        made.ToString().ShouldBe($$"""{"activityArn":"{{Ask}}","creationDate":"2026-01-02T03:04:06Z"}""");
        _house.Call("CreateActivity", ("name", "ask")).ShouldBe(made);
        _house.Call("DescribeActivity", ("activityArn", Ask)).ToString().ShouldBe(
            $$$"""{"activityArn":"{{{Ask}}}","name":"ask","creationDate":"2026-01-02T03:04:06Z","encryptionConfiguration":{"type":"AWS_OWNED_KEY"}}""");
        _house.Call("ListActivities").ToString().ShouldBe(
            $$$"""{"activities":[{"activityArn":"{{{Ask}}}","name":"ask","creationDate":"2026-01-02T03:04:06Z"}]}""");

        _house.Call("DeleteActivity", ("activityArn", Ask));
        _house.Call("DeleteActivity", ("activityArn", Ask)).ShouldBe(JsonObject.Empty);
        _house.Refused("DescribeActivity", ("activityArn", Ask)).ShouldBe(("ActivityDoesNotExist", $"Activity Does Not Exist: '{Ask}'"));
    }

    [Fact]
    public void Names_and_ARNs_are_checked()
    {
        _house.Refused("CreateActivity", ("name", "a b")).ShouldBe(("InvalidName", "Invalid Name: 'a b'"));
        _house.Refused("DescribeActivity", ("activityArn", "ask")).ShouldBe(("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: ask'"));
        _house.Refused("DescribeActivity", ("activityArn", Arn("ask"))).ShouldBe(("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: stateMachine'"));
    }

    [Fact]
    public void Activities_are_listed_page_by_page()
    {
        foreach (var name in new[] { "c", "a", "b" })
        {
            _house.Call("CreateActivity", ("name", name));
        }

        var page = _house.Call("ListActivities", ("maxResults", 2));
        page.Array("activities").Objects.Select(activity => activity.String("name")).ShouldBe(["a", "b"]);
        _house.List("ListActivities", "activities", "name", ("nextToken", page["nextToken"])).ShouldBe(["c"]);
    }
}
