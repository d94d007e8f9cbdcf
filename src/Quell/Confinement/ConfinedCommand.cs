using Quell.Engine.Json;

namespace Quell.Confinement;

/// <summary>What runs confined, and what it may see and use.</summary>
internal sealed record ConfinedCommand
{
    /// <summary>The program's path and its arguments; null for a <see cref="Script"/>.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>The Python that the warm launcher's fork runs itself (Programs/script.py); null for a program.</summary>
    public JsonObject? Script { get; init; }

    /// <summary>All of its environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Where it starts; null for its folder for temporary files.</summary>
    public string? Folder { get; init; }

    /// <summary>Files and folders that it sees besides the system's programs.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>Folders that it may change besides its own.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>Files that are written into its folder before it starts, by name.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>The file in its folder that a program leaves its result in; null for none.</summary>
    public string? Answer { get; init; }

    public required ConfinedLimits Limits { get; init; }

    /// <summary>What it may ask of the gate.</summary>
    public required ConfinedOrigin Origin { get; init; }

    /// <summary>A text that marks its processes in their variables; for finding what escaped where there is no process namespace.</summary>
    public required string Mark { get; init; }
}

/// <summary>What the kernel holds each process to, and their user together.</summary>
/// <param name="DataBytes">Memory of a process (<c>RLIMIT_DATA</c>).</param>
/// <param name="Processes">Processes and threads of its user; held only where the user is its own.</param>
/// <param name="FileBytes">Size of a file, and of its folder altogether where that is its own.</param>
/// <param name="ProcessorSeconds">Processor time of a process; null where its life has no end.</param>
internal sealed record ConfinedLimits(long DataBytes, int Processes, long FileBytes, long? ProcessorSeconds = null)
{
    private const int OpenFiles = 1024;

    /// <summary>By the names of setrlimit(2).</summary>
    public JsonObject ToJson(bool hasOwnUser)
    {
        var limits = JsonObject.Of(("CORE", 0), ("NOFILE", OpenFiles), ("DATA", DataBytes), ("FSIZE", FileBytes));
        limits = ProcessorSeconds is { } seconds ? limits.With("CPU", seconds) : limits;
        return hasOwnUser ? limits.With("NPROC", Processes) : limits;
    }
}
