using System.CommandLine;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>What a data folder says about the process that runs in it.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Endpoint">Where it listens; null while it starts.</param>
/// <param name="Token">What opens its REST API where that asks for it.</param>
internal sealed record RunningInstance(long Pid, Uri? Endpoint, string? Token = null)
{
    public const string DefaultFolder = ".quell";

    public static string FileOf(string folder) => Path.Combine(folder, "quell.json");

    /// <summary>What the folder says; null where it says nothing that can be read.</summary>
    public static RunningInstance? Read(string folder)
    {
        try
        {
            return JsonValue.Parse(File.ReadAllBytes(FileOf(folder))) is JsonObject text && text.Long("pid") is { } pid
                ? new(pid, Uri.TryCreate(text.String("endpoint"), UriKind.Absolute, out var endpoint) ? endpoint : null, text.String("token"))
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonSyntaxException)
        {
            // No file, or none of ours: nothing is known.
            return null;
        }
    }
}

/// <summary><c>--data DIR</c> and <c>--endpoint URL</c>: which running process a command speaks to.</summary>
internal sealed class InstanceOptions
{
    public Option<string> Data { get; } = new("--data")
    {
        Description = "The data folder of the running process.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => RunningInstance.DefaultFolder,
    };

    public Option<string?> Endpoint { get; } = new("--endpoint")
    {
        Description = "Where the running process listens; found through --data where it is not given.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(Data);
        command.Add(Endpoint);
    }

    /// <summary>A client for the process that is meant.</summary>
    /// <exception cref="CliException">There is none, as far as the data folder says.</exception>
    public ApiClient Connect(ParseResult parsed)
    {
        if (parsed.GetValue(Endpoint) is { } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var given) && given.Scheme is "http" or "https"
                ? new(given, null, Environment.GetEnvironmentVariable("QUELL_TOKEN"))
                : throw new CliException($"--endpoint wants a URL such as http://127.0.0.1:{Server.ServerOptions.DefaultPort}, not '{text}'.");
        }

        var folder = parsed.GetValue(Data) ?? RunningInstance.DefaultFolder;
        return RunningInstance.Read(folder) switch
        {
            { Endpoint: { } endpoint } running => new(endpoint, string.Create(CultureInfo.InvariantCulture, $"process {running.Pid} of the data folder {folder}"), running.Token),
            { } starting => throw new CliException(
                string.Create(CultureInfo.InvariantCulture, $"Process {starting.Pid} of the data folder {folder} does not listen yet, or has ended before it did."), ExitCode.Failed),
            _ => throw new CliException(
                $"No process runs in the data folder {folder}. Start one with 'quell up', or say which with --data DIR or --endpoint URL.", ExitCode.Failed),
        };
    }
}
