using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>CreateTags, DeleteTags and DescribeTags, over every kind of resource.</summary>
internal static class TagOperations
{
    private static readonly Filters TagFilters = new()
    {
        ["key"] = "Key",
        ["resource-id"] = "ResourceId",
        ["resource-type"] = "ResourceType",
        ["value"] = "Value",
    };

    public static OperationTable AddTags(this OperationTable table) => table
        .AddEc2("CreateTags", "Resources Tags", CreateTags)
        .AddEc2("DeleteTags", "Resources Tags", DeleteTags)
        .AddEc2("DescribeTags", "Filters MaxResults NextToken", DescribeTags);

    private static JsonObject CreateTags(Ec2Region ec2, JsonObject input) =>
        Change(ec2, input, tags => ResourceTags.Add(ec2, tags, input.Array("Tags")));

    private static JsonObject DeleteTags(Ec2Region ec2, JsonObject input) =>
        Change(ec2, input, tags => ResourceTags.Remove(ec2, tags, input.Array("Tags")));

    private static JsonObject Change(Ec2Region ec2, JsonObject input, Func<JsonArray, JsonArray> change)
    {
        foreach (var ids in input.Texts("Resources").Distinct().GroupBy(KindOf))
        {
            foreach (var resource in ec2.Need(ids.Key, [.. ids]))
            {
                ec2.Put(ids.Key, resource.With(ids.Key.TagMember, change(resource.Array(ids.Key.TagMember))));
            }
        }

        return JsonObject.Empty;
    }

    private static Ec2Kind KindOf(string id) =>
        Ec2Kinds.Of(id) ?? throw new AwsException("InvalidID", $"The ID '{id}' is not valid");

    private static JsonObject DescribeTags(Ec2Region ec2, JsonObject input)
    {
        var all = from kind in Ec2Kinds.All
                  from resource in ec2.All(kind)
                  from tag in resource.Array(kind.TagMember).Objects
                  select Described(kind, resource, tag);
        var (items, token) = Page.Of(
            TagFilters.Apply(all, input.Array("Filters")).OrderBy(Key, StringComparer.Ordinal), Key, input);
        return JsonObject.Of(
            ("Tags", JsonArray.From(items.Objects.Select(item => item.Without("Tags")))),
            ("NextToken", token is null ? null : (JsonValue)token));
    }

    /// <summary>The tag as DescribeTags shows it, with the tag itself for the filter <c>tag:KEY</c>.</summary>
    private static JsonObject Described(Ec2Kind kind, JsonObject resource, JsonObject tag) => JsonObject.Of(
        ("Key", tag["Key"]),
        ("ResourceId", resource[kind.IdMember]),
        ("ResourceType", kind.Name),
        ("Value", tag["Value"]),
        ("Tags", new JsonArray([tag])));

    private static string Key(JsonObject tag) => $"{tag.String("ResourceId")} {tag.String("Key")}";
}
