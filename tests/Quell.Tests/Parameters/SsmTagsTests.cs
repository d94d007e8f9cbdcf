using Quell.Engine.Json;

namespace Quell.Tests.Parameters;

public sealed class SsmTagsTests
{
    private readonly SsmHouse _house = new();

    [Fact]
    public void Tags_are_set_over_each_other_listed_and_taken_away()
    {
        _house.Call("PutParameter", ("Name", "/app/p"), ("Value", "a"), ("Type", "String"), ("Tags", Tags(("a", "1"))));

        _house.Call("AddTagsToResource", ("ResourceType", "Parameter"), ("ResourceId", "/app/p"), ("Tags", Tags(("a", "2"), ("b", "3"))));
        Listed().ShouldBe("""[{"Key":"a","Value":"2"},{"Key":"b","Value":"3"}]""");
        _house.Put("/app/p", "b");
        _house.Call("RemoveTagsFromResource", ("ResourceType", "Parameter"), ("ResourceId", "/app/p"), ("TagKeys", JsonArray.From(["a", "none"])));
        Listed().ShouldBe("""[{"Key":"b","Value":"3"}]""");
    }

    [Fact]
    public void What_is_not_there_or_cannot_be_tagged_is_said()
    {
        _house.Refused("ListTagsForResource", ("ResourceType", "Parameter"), ("ResourceId", "none")).Code.ShouldBe("InvalidResourceId");
        _house.Refused("ListTagsForResource", ("ResourceType", "Document"), ("ResourceId", "none")).Code.ShouldBe("InvalidResourceId");
        _house.Refused("ListTagsForResource", ("ResourceType", "OpsItem"), ("ResourceId", "x")).Code.ShouldBe("InvalidResourceType");
    }

    [Fact]
    public void A_resource_has_up_to_50_tags_and_none_of_AWSs()
    {
        _house.Put("p", "a");
        var many = Tags([.. Enumerable.Range(0, 51).Select(number => ($"k{number}", "v"))]);

        _house.Refused("AddTagsToResource", ("ResourceType", "Parameter"), ("ResourceId", "p"), ("Tags", many)).Code.ShouldBe("TooManyTagsError");
        _house.Refused("AddTagsToResource", ("ResourceType", "Parameter"), ("ResourceId", "p"), ("Tags", Tags(("aws:x", "v")))).Code.ShouldBe("ValidationException");
    }

    private static JsonArray Tags(params (string Key, string Value)[] tags) =>
        JsonArray.From(tags.Select(tag => (JsonValue)JsonObject.Of(("Key", tag.Key), ("Value", tag.Value))));

    private string Listed() => _house.Call("ListTagsForResource", ("ResourceType", "Parameter"), ("ResourceId", "/app/p")).Array("TagList").ToString();
}
