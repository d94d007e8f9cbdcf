using Quell.Aws.Operations;

namespace Quell.Stacks;

/// <summary>
/// The names of resources that the template does not name: stack, logical id and thirteen characters that derive from the
/// stack, the resource and how often it was replaced, so that repeating a creation gives the same name.
/// </summary>
internal sealed class PhysicalNames(string stackName, string logicalId, string seed, string owner)
{
    private const int SuffixLength = 13;

    public string Make(int longest)
    {
        var suffix = new IdSource(seed, owner).Unique("", SuffixLength);
        var room = longest - SuffixLength - 2;
        var logical = logicalId[..Math.Min(logicalId.Length, Math.Max(room / 2, room - stackName.Length))];
        var stack = stackName[..Math.Min(stackName.Length, room - logical.Length)];
        return $"{stack}-{logical}-{suffix}";
    }
}
