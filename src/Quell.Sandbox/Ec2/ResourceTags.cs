using Quell.Aws;
using Quell.Engine.Json;

namespace Quell.Sandbox.Ec2;

/// <summary>Tags as EC2 restricts them (EC2 User Guide, "Tag your Amazon EC2 resources", "Tag restrictions").</summary>
internal static class ResourceTags
{
    public const int Limit = 50;
    private const string Reserved = "aws:";

    /// <summary>The tags that <c>TagSpecifications</c> has for a resource of the kind that is being created.</summary>
    /// <param name="ec2">Where.</param>
    /// <param name="input">The creating call's input.</param>
    /// <param name="kind">What is being created.</param>
    /// <param name="others">What else the call creates and can tag.</param>
    public static JsonArray ForNew(Ec2Region ec2, JsonObject input, Ec2Kind kind, params ReadOnlySpan<string> others)
    {
        var tags = JsonArray.Empty;
        foreach (var specification in input.Array("TagSpecifications").Objects)
        {
            var type = specification.String("ResourceType") ?? "";
            if (type == kind.Name)
            {
                tags = Add(ec2, tags, specification.Array("Tags"));
            }
            else if (!others.Contains(type))
            {
                throw Inputs.Invalid($"'{type}' is not a valid taggable resource type for this operation.");
            }
        }

        return tags;
    }

    /// <summary>The tags with others set, ordered by key.</summary>
    public static JsonArray Add(Ec2Region ec2, JsonArray tags, JsonArray added)
    {
        var all = tags.Objects.ToDictionary(tag => tag.String("Key") ?? "", StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in added.Objects)
        {
            var (key, value) = (tag.String("Key") ?? "", tag.String("Value") ?? "");
            Check(ec2, key, value);
            if (!seen.Add(key))
            {
                throw Inputs.Invalid($"Duplicate tag key '{key}' specified.");
            }

            all[key] = JsonObject.Of(("Key", key), ("Value", value));
        }

        return all.Keys.Count(key => !IsReserved(key)) > Limit
            ? throw new AwsException("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")
            : JsonArray.From(all.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Value));
    }

    /// <summary>
    /// The tags without those removed: a tag that is given with a value only where it has that value; none given removes
    /// all but reserved ones (EC2 API Reference, "DeleteTags").
    /// </summary>
    public static JsonArray Remove(Ec2Region ec2, JsonArray tags, JsonArray removed)
    {
        foreach (var key in removed.Objects.Select(tag => tag.String("Key") ?? ""))
        {
            Check(ec2, key, "");
        }

        return JsonArray.From(tags.Objects.Where(tag => removed.Count == 0
            ? IsReserved(tag.String("Key") ?? "")
            : !removed.Objects.Any(gone => Removes(gone, tag))));
    }

    private static bool Removes(JsonObject gone, JsonObject tag) =>
        gone.String("Key") == tag.String("Key") && (gone.String("Value") is not { } value || value == tag.String("Value"));

    private static bool IsReserved(string key) => key.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase);

    private static void Check(Ec2Region ec2, string key, string value)
    {
        if (key.Length == 0)
        {
            throw Inputs.Invalid("Tag key cannot be null or empty");
        }

        if (key.Length > 128)
        {
            throw Inputs.Invalid("Tag key exceeds the maximum length of 128 characters");
        }

        if (value.Length > 256)
        {
            throw Inputs.Invalid("Tag value exceeds the maximum length of 256 characters");
        }

        if (ec2.Service is null && IsReserved(key))
        {
            throw Inputs.Invalid("Tag keys starting with 'aws:' are reserved for internal use");
        }
    }
}
