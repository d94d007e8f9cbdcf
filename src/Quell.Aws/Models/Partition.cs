using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Quell.Aws.Models;

/// <summary>A separate set of regions with its own accounts: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> and others.</summary>
internal sealed record Partition(string Name, string RegionPattern, string DnsSuffix, string GlobalRegion, ImmutableArray<string> Regions)
{
    /// <summary>Whether the region's name is of this partition's kind.</summary>
    public bool Fits(string region) => Regex.IsMatch(region, RegionPattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
