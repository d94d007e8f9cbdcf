using System.ComponentModel;
using System.Diagnostics;

namespace Quell.Tests.Server;

/// <summary>What a program that has ended left behind.</summary>
internal sealed record ProgramResult(int ExitCode, string Out, string Error)
{
    /// <summary>The lines of the output that begin with the word.</summary>
    public IEnumerable<string> Lines(string word) => Out.Split('\n').Where(line => line.StartsWith(word, StringComparison.Ordinal));
}

/// <summary>The real clients: the AWS CLI and boto3 in two versions each, and the AWS SDK for JavaScript.</summary>
internal static class ClientPrograms
{
    public static readonly string[] DebianCli = ["/usr/bin/aws"];
    public static readonly string[] Cli = ["python3", "-m", "awscli"];
    public static readonly string[] DebianPython = ["/usr/bin/python3", "-W", "ignore"];
    public static readonly string[] Python = ["python3", "-W", "ignore"];
    public static readonly string[] Node = ["node", "--no-warnings"];

    private static readonly string[] NodeServices =
        ["ec2", "s3", "iam", "sts", "cloudtrail", "eventbridge", "sns", "sqs", "lambda", "cloudwatch-logs", "cloudformation", "sfn", "ssm"];

    /// <summary>Where the packages of the JavaScript SDK are: made once, used again by later runs.</summary>
    public static string NodeFolder { get; } = Path.Combine(Path.GetTempPath(), "quell-node");

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Server", "Clients", name);

    /// <summary>Why the client cannot be used here; null where it can.</summary>
    public static string? WhyNot(string client) => Reasons.GetValueOrDefault(client)?.Value;

    public static string[] Named(string client) => client switch
    {
        nameof(DebianCli) => DebianCli,
        nameof(Cli) => Cli,
        nameof(DebianPython) => DebianPython,
        nameof(Python) => Python,
        nameof(Node) => Node,
        _ => throw new ArgumentOutOfRangeException(nameof(client), client, "No such client."),
    };

    private static readonly Dictionary<string, Lazy<string?>> Reasons = new()
    {
        [nameof(DebianCli)] = new(() => Probe("install Debian's awscli", DebianCli, "--version")),
        [nameof(Cli)] = new(() => Probe("python3 cannot import awscli", Cli, "--version")),
        [nameof(DebianPython)] = new(() => Probe("install Debian's python3-boto3", DebianPython, "-c", "import boto3")),
        [nameof(Python)] = new(() => Probe("python3 cannot import boto3", Python, "-c", "import boto3")),
        ["Moto"] = new(() => Probe("python3 cannot import moto", Python, "-c", "import moto.server")),
        [nameof(Node)] = new(InstallNode),
    };

    /// <summary>Runs a program to its end, with nothing of this process's AWS settings.</summary>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public static async Task<ProgramResult> Run(string[] program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program[0], [.. program.Skip(1), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AWS_CONFIG_FILE"] = "/dev/null";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    private static string? Probe(string advice, string[] program, params string[] arguments)
    {
        try
        {
            var result = Task.Run(() => Run(program, arguments)).GetAwaiter().GetResult();
            return result.ExitCode == 0 ? null : $"{advice}: {result.Error.Trim().Split('\n')[^1]}";
        }
        catch (Win32Exception fault)
        {
            return $"{advice}: {fault.Message}";
        }
    }

    private static string? InstallNode()
    {
        var packages = NodeServices.Select(service => $"@aws-sdk/client-{service}").Concat(["@aws-sdk/s3-request-presigner", "@aws-sdk/lib-storage"]).ToList();
        if (Probe("install nodejs", Node, "--version") is { } reason)
        {
            return reason;
        }

        if (packages.TrueForAll(package => Directory.Exists(Path.Combine(NodeFolder, "node_modules", package))))
        {
            return null;
        }

        Directory.CreateDirectory(NodeFolder);
        return Probe(
            "npm cannot install the AWS SDK for JavaScript", ["npm"],
            ["install", "--no-audit", "--no-fund", "--silent", "--prefix", NodeFolder, .. packages]);
    }
}

/// <summary>A test that drives real clients; skipped, with the reason, where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute(params string[] clients) => Skip = clients.Select(ClientPrograms.WhyNot).FirstOrDefault(reason => reason is not null);
}
