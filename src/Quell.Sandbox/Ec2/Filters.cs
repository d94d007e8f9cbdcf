using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>
/// The filters of a describe call: each filter's name with the path of the values that it looks at
/// (<c>CidrBlockAssociationSet.CidrBlock</c>; arrays on the way are gone through). <c>tag:KEY</c>, <c>tag-key</c> and
/// <c>tag-value</c> come with it. A resource passes when for every filter one of its values matches one of the filter's.
/// </summary>
internal sealed class Filters(string tagMember = "Tags")
{
    private readonly Dictionary<string, string[]> _paths = new()
    {
        ["tag-key"] = [tagMember, "Key"],
        ["tag-value"] = [tagMember, "Value"],
    };

    /// <summary>Adds the filter; several names separated by a space mean the same.</summary>
    public string this[string names]
    {
        set
        {
            foreach (var name in names.Split(' '))
            {
                _paths.Add(name, value.Split('.'));
            }
        }
    }

    /// <summary>Those that pass the input's <c>Filters</c>, in their order.</summary>
    /// <exception cref="Quell.Aws.AwsException">There is no such filter.</exception>
    public IEnumerable<JsonObject> Apply(IEnumerable<JsonObject> resources, JsonArray filters)
    {
        foreach (var filter in filters.Objects)
        {
            var values = Values(filter.String("Name") ?? "");
            var patterns = filter.Texts("Values");
            resources = resources.Where(resource =>
                values(resource).Any(value => patterns.Any(pattern => TextPattern.Matches(pattern, value))));
        }

        return resources;
    }

    private Func<JsonObject, IEnumerable<string>> Values(string name)
    {
        if (name.StartsWith("tag:", StringComparison.Ordinal))
        {
            return resource => resource.Array(tagMember).Objects
                .Where(tag => tag.String("Key") == name[4..]).Select(tag => tag.String("Value") ?? "");
        }

        return _paths.TryGetValue(name, out var path)
            ? resource => Texts(resource, path)
            : throw Inputs.Invalid($"The filter '{name}' is invalid");
    }

    private static IEnumerable<string> Texts(JsonValue? value, ArraySegment<string> path) => value switch
    {
        JsonArray array => array.Items.SelectMany(item => Texts(item, path)),
        JsonObject parent when path.Count > 0 => Texts(parent[path[0]], path[1..]),
        JsonString text when path.Count == 0 => [text.Value],
        JsonNumber number when path.Count == 0 => [number.Text],
        JsonBoolean boolean when path.Count == 0 => [boolean.Value ? "true" : "false"],
        _ => [],
    };
}
