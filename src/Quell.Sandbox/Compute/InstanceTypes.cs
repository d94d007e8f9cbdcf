using System.Text.RegularExpressions;

namespace Quell.Sandbox.Compute;

/// <summary>What an instance type's name says.</summary>
internal static partial class InstanceTypes
{
    public const string Default = "m1.small";

    /// <summary>Whether it has the form of a type's name; the sandbox has no list of those there are.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>
    /// <c>arm64</c> for Graviton families: a <c>g</c> after the generation, and <c>a1</c> (EC2 Instance Types, "Naming conventions").
    /// </summary>
    public static string Architecture(string type)
    {
        var family = type[..type.IndexOf('.', StringComparison.Ordinal)];
        var generation = family.AsSpan().IndexOfAnyInRange('0', '9');
        return family == "a1" || (generation > 0 && family.AsSpan(generation).Contains('g')) ? "arm64" : "x86_64";
    }

    [GeneratedRegex(@"\A[a-z0-9-]+\.[a-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
