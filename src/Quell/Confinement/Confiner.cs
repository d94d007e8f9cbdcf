using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Quell.Engine.Json;

namespace Quell.Confinement;

/// <summary>
/// Starts functions and scripts, each confined as far as the system allows (docs/decisions/0071-confinement.md). Safe for concurrent use.
/// </summary>
internal sealed class Confiner : IDisposable
{
    /// <summary>Where a run that has files of its own finds its folder.</summary>
    private const string OwnFolder = "/tmp";

    /// <summary>What is true of the machine needs finding out only once in a process.</summary>
    private static readonly ConcurrentDictionary<string, ConfinementLevel> Levels = new(StringComparer.Ordinal);

    private readonly string? _pythonName;
    private readonly string _programs;
    private readonly string _runs;
    private readonly ILogger _log;
    private readonly ProcessStarter _starter = new();
    private readonly UserNumbers _users;
    private readonly Lock _gate = new();
    private Task<Python>? _python;
    private Task<ConfinementLevel>? _level;
    private readonly LauncherSlot _plain;
    private readonly LauncherSlot _warm;
    private volatile ConfinementLevel? _known;

    /// <param name="folder">A folder of its own within the data folder.</param>
    /// <param name="python">The Python to use; null for the first that can import boto3.</param>
    public Confiner(string folder, string? python, ILogger log)
    {
        (_pythonName, _log) = (python, log);
        (_programs, _runs) = (Path.Combine(folder, "programs"), Path.Combine(folder, "runs"));
        _users = new(Path.GetFullPath(folder));
        MarkPrefix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..16] + "/";
        _plain = new(() => Launch(isWarm: false));
        _warm = new(() => Launch(isWarm: true));
        Programs.WriteTo(_programs);
        CleanUp();
    }

    /// <summary>What the marks of this data folder's runs begin with.</summary>
    public string MarkPrefix { get; }

    /// <summary>The server's end of the runs' networks.</summary>
    public ConfinedConnections Connections { get; } = new();

    /// <summary>The port that Quell listens on, and that runs find the gate at; known once it does.</summary>
    public int Port { get; set; }

    /// <summary>Folders of the machine that every run may read and write.</summary>
    public IReadOnlyList<string> SharedFolders { get; init; } = [];

    /// <summary>
    /// Which user runs have, in the order that is tried: one that root becomes (false), or Quell's own in a user namespace (true).
    /// </summary>
    public IReadOnlyList<bool> Ways { get; init; } = Environment.IsPrivilegedProcess ? [false, true] : [true];

    /// <summary>How far runs are confined; null before <see cref="Level"/> has found out.</summary>
    public ConfinementLevel? Known => _known;

    /// <summary>The Python that runs them.</summary>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public Task<Python> Python()
    {
        lock (_gate)
        {
            return _python is null or { IsFaulted: true } ? _python = Task.Run(() => Confinement.Python.Find(_pythonName)) : _python;
        }
    }

    /// <summary>Finds out how far the system lets runs be confined, the first time by starting one.</summary>
    /// <exception cref="EnvironmentException">There is no Python.</exception>
    public Task<ConfinementLevel> Level()
    {
        lock (_gate)
        {
            return _level is null or { IsFaulted: true } ? _level = Task.Run(FindLevel) : _level;
        }
    }

    /// <summary>Finds out and says in the log what is not enforced. Never throws: what needs it finds the fault itself.</summary>
    public async Task Announce()
    {
        try
        {
            var level = await Level().ConfigureAwait(false);
            if (level.Warning is { } warning)
            {
                _log.LogWarning("{Warning}", warning);
            }

            if (!level.Python.HasBoto3)
            {
                _log.LogWarning("Python {Version} ({Path}) has no boto3: scripts start without it being loaded beforehand. Install python3-boto3, or name another with --python", level.Python.Version, level.Python.Path);
            }
        }
        catch (EnvironmentException fault)
        {
            _log.LogWarning("Functions and scripts cannot run: {Reason}", fault.Message);
        }
    }

    /// <summary>Starts a run.</summary>
    /// <exception cref="EnvironmentException">It cannot be started.</exception>
    public async Task<ConfinedRun> Start(ConfinedCommand command, CancellationToken cancellationToken)
    {
        var level = await Level().ConfigureAwait(false);
        return await Start(command, level, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _plain.Dispose();
        _warm.Dispose();
        Connections.Dispose();
        _starter.Dispose();
    }

    /// <summary>Ends and removes what an earlier process of this data folder left, had it no time to.</summary>
    private void CleanUp()
    {
        ProcessTree.KillMarked(Mark(""));
        if (Directory.Exists(_runs))
        {
            Directory.Delete(_runs, recursive: true);
        }

        Directory.CreateDirectory(_runs);
    }

    private string Mark(string name) => $"QUELL_ENVIRONMENT={MarkPrefix}{name}";

    private async Task<ConfinementLevel> FindLevel()
    {
        var python = await Python().ConfigureAwait(false);
        var key = $"{python.Path} {string.Join(' ', Ways)}";
        return _known = Levels.TryGetValue(key, out var known) ? known : Levels[key] = await TryLevels(python).ConfigureAwait(false);
    }

    private async Task<ConfinementLevel> TryLevels(Python python)
    {
        var obstacle = "none was tried";
        foreach (var isMapped in Ways)
        {
            var level = new ConfinementLevel(IsIsolated: true, isMapped, python);
            try
            {
                var probe = await Start(Probe(python), level, CancellationToken.None).ConfigureAwait(false);
                var end = await probe.Ended.ConfigureAwait(false);
                probe.Dispose();
                if (end.ExitCode == 0)
                {
                    return level;
                }

                obstacle = end.Answer?.String("fault") ?? $"python3 ends with {end.ExitCode} there";
            }
            catch (EnvironmentException fault)
            {
                obstacle = fault.Message;
            }
        }

        return new(IsIsolated: false, IsMapped: false, python, obstacle);
    }

    private static ConfinedCommand Probe(Python python) => new()
    {
        Arguments = [python.Path, "-I", "-c", ""],
        Variables = new Dictionary<string, string>(),
        Readable = python.Folders,
        Limits = new(DataBytes: 1L << 30, Processes: 64, FileBytes: 1 << 20),
        Origin = new(null),
        Mark = "probe",
    };

    private async Task<ConfinedRun> Start(ConfinedCommand command, ConfinementLevel level, CancellationToken cancellationToken)
    {
        var launchers = command.Script is null ? _plain : _warm;
        _ = await launchers.Get().ConfigureAwait(false);
        var root = Path.Combine(_runs, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        MakeFolder(root);
        var user = level is { IsIsolated: true, IsMapped: false } ? _users.Take() : (int?)null;
        void GiveBack()
        {
            Remove(root);
            if (user is { } number)
            {
                _users.Give(number);
            }
        }

        RunChannel? channel = null;
        try
        {
            channel = new RunChannel(await launchers.Fork(cancellationToken).ConfigureAwait(false));
            await channel.Send(Spec(command, level, root, user), cancellationToken).ConfigureAwait(false);
            var run = await Follow(channel, level, command.Mark, cancellationToken).ConfigureAwait(false);
            run.AfterEnd = GiveBack;
            if (run.Gate is { } gate)
            {
                _ = Connections.Accept(gate, command.Origin);
            }

            return run;
        }
        catch
        {
            channel?.Dispose();
            GiveBack();
            throw;
        }
    }

    private async Task<ConfinedRun> Follow(RunChannel channel, ConfinementLevel level, string mark, CancellationToken cancellationToken)
    {
        var first = await channel.Read(cancellationToken).ConfigureAwait(false);
        if (first?.Long("pid") is not { } process)
        {
            throw new EnvironmentException($"A process could not be confined: {first?.String("fault") ?? "it ended at its start"}");
        }

        var files = await channel.ReadFiles(limit: 2, cancellationToken).ConfigureAwait(false);
        if (files.Length == 0)
        {
            var fault = await channel.Read(cancellationToken).ConfigureAwait(false);
            throw new EnvironmentException($"A process could not be confined: {fault?.String("fault") ?? "it ended at its start"}");
        }

        return new(channel, new ProcessTree((int)process, level.IsIsolated, Mark(mark)), files);
    }

    private JsonObject Spec(ConfinedCommand command, ConfinementLevel level, string root, int? user)
    {
        var folder = level.IsIsolated ? OwnFolder : root;
        var variables = new Dictionary<string, string>(command.Variables)
        {
            ["HOME"] = folder,
            ["TMPDIR"] = folder,
            ["QUELL_ENVIRONMENT"] = MarkPrefix + command.Mark,
        };
        return JsonObject.Of(
            ("isolated", level.IsIsolated),
            ("mapped", level.IsMapped),
            ("port", Port),
            ("root", root),
            ("user", user ?? 0),
            ("group", user ?? 0),
            ("scratch", command.Limits.FileBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("readable", JsonArray.From(command.Readable)),
            ("writable", JsonArray.From(command.Writable.Concat(SharedFolders))),
            ("limits", command.Limits.ToJson(hasOwnUser: level.IsIsolated)),
            ("folder", command.Folder ?? folder),
            ("files", Texts(command.Files.ToDictionary(each => Path.Combine(folder, each.Key), static each => Convert.ToBase64String(each.Value.Span)))),
            ("answer", command.Answer is { } answer ? Path.Combine(folder, answer) : null),
            ("variables", Texts(variables)),
            ("arguments", command.Arguments is { } arguments ? JsonArray.From(arguments) : null),
            ("script", command.Script));
    }

    private static JsonObject Texts(Dictionary<string, string> texts) =>
        JsonObject.From(texts.Select(static each => new KeyValuePair<string, JsonValue>(each.Key, each.Value)));

    private async Task<Launcher> Launch(bool isWarm) =>
        await Launcher.Start(await Python().ConfigureAwait(false), _programs, isWarm, _starter, _log).ConfigureAwait(false);

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException fault)
        {
            throw new EnvironmentException($"A folder for temporary files could not be made: {fault.Message}", fault);
        }
    }

    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException fault)
        {
            _log.LogWarning(fault, "The temporary files of a function or script could not be removed");
        }
    }
}
