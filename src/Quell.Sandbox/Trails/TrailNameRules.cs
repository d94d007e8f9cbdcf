namespace Quell.Sandbox.Trails;

/// <summary>What a trail may be called (CloudTrail User Guide, "Naming requirements for CloudTrail resources").</summary>
internal static class TrailNameRules
{
    private const int Shortest = 3;
    private const int Longest = 128;

    /// <summary>The name, when it keeps the rules.</summary>
    public static string Checked(string name) => FaultIn(name) is { } fault ? throw TrailErrors.InvalidName(fault) : name;

    private static string? FaultIn(string name) =>
        name.Length < Shortest ? $"Trail name too short. Minimum allowed length: {Shortest} characters. Specified name length: {name.Length} characters."
        : name.Length > Longest ? $"Trail name too long. Maximum allowed length: {Longest} characters. Specified name length: {name.Length} characters."
        : !char.IsAsciiLetterOrDigit(name[0]) ? "Trail name must starts with a letter or number."
        : !char.IsAsciiLetterOrDigit(name[^1]) ? "Trail name must ends with a letter or number."
        : !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_')
            ? "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_)."
        : name.Zip(name.Skip(1)).Any(pair => !char.IsAsciiLetterOrDigit(pair.First) && !char.IsAsciiLetterOrDigit(pair.Second))
            ? "Trail name cannot have adjacent periods, hyphens or underscores."
        : null;
}
