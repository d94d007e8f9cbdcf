namespace Quell.Sandbox.Compute;

/// <summary>What an instance type's name says.</summary>
internal static class InstanceTypes
{
    public const string Default = "m1.small";

    /// <summary>
    /// <c>arm64</c> for Graviton families: a <c>g</c> after the generation, and <c>a1</c> (EC2 Instance Types, "Naming conventions").
    /// </summary>
    public static string Architecture(string type)
    {
        var family = type[..type.IndexOf('.', StringComparison.Ordinal)];
        var generation = family.AsSpan().IndexOfAnyInRange('0', '9');
        return family == "a1" || (generation > 0 && family.AsSpan(generation).Contains('g')) ? "arm64" : "x86_64";
    }
}
