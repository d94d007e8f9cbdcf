using System.Globalization;
using Quell.Aws;

namespace Quell.Sandbox.Ec2;

/// <summary>
/// A kind of EC2 resource. Its resources are stored under <see cref="Type"/> by their id, in the shape that the kind's
/// describe call answers with.
/// </summary>
/// <param name="Name">As in tag specifications and DescribeTags: <c>vpc</c>.</param>
/// <param name="Prefix">What its ids begin with: <c>vpc-</c>.</param>
/// <param name="IdMember">The member that holds the id: <c>VpcId</c>.</param>
/// <param name="NotFoundCode">AWS's code for an id that nothing has (EC2 API Reference, "Error codes for the Amazon EC2 API").</param>
/// <param name="Noun">What AWS's messages call such an id: <c>vpc ID</c>.</param>
/// <param name="MalformedCode">AWS's code for an id without the prefix; null where that too is "not found".</param>
/// <param name="TagMember">The member that holds the tags.</param>
/// <param name="Missing">AWS's message for ids that nothing has, where it is not the ordinary one; <c>{0}</c> stands for them, <c>{1}</c> for how many they are.</param>
internal sealed record Ec2Kind(
    string Name,
    string Prefix,
    string IdMember,
    string NotFoundCode,
    string Noun,
    string? MalformedCode = null,
    string TagMember = "Tags",
    string? Missing = null)
{
    public string Type { get; } = "ec2:" + Name;

    public AwsException NotFound(params IReadOnlyList<string> ids)
    {
        var all = string.Join(", ", ids);
        return new(NotFoundCode, Missing is not null ? string.Format(CultureInfo.InvariantCulture, Missing, all, ids.Count)
            : ids.Count == 1 ? $"The {Noun} '{all}' does not exist"
            : $"The {Noun}s '{all}' do not exist");
    }

    /// <exception cref="AwsException">The id is not in this kind's form, and AWS tells that apart from "not found".</exception>
    public void RefuseMalformed(string id)
    {
        if (MalformedCode is not null && !id.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw MalformedCode == Inputs.InvalidParameterValue
                ? Inputs.InvalidValue(id, char.ToLowerInvariant(IdMember[0]) + IdMember[1..], $"Expected: '{Prefix}...'.")
                : new AwsException(MalformedCode, $"Invalid id: \"{id}\" (expecting \"{Prefix}...\")");
        }
    }
}
