namespace Quell.Scripts;

/// <summary>What a script may use.</summary>
internal static class ScriptLimits
{
    /// <summary>Systems Manager User Guide, "aws:executeScript – Run a script".</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(600);

    /// <summary>The JSON of what it returns (same page: "Up to 100KB is returned").</summary>
    public const int PayloadBytes = 100 * 1024;

    /// <summary>Items of a returned list (same page).</summary>
    public const int PayloadItems = 100;

    /// <summary>What its processes may hold together.</summary>
    public const long MemoryMegabytes = 512;

    /// <summary>Processes at once.</summary>
    public const int Processes = 64;

    /// <summary>Threads beyond those of its processes.</summary>
    public const int Threads = 192;

    /// <summary>A file, and its folder altogether.</summary>
    public const long FileMegabytes = 128;
}
