using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Quell.Tests.Cli;
using Quell.Tests.Documentation;

namespace Quell.Tests.Examples;

/// <summary>The commands that READMEs show run as they stand, from a folder like the root of the checkout.</summary>
public sealed partial class ReadmeCommandsTests
{
    [RealClientFact, Trait("Requirement", "A36")]
    public Task An_instance_is_isolated_and_released() =>
        Run("examples/README.md", "Isolate an instance", "quell-quarantine\n", "\ndefault\n");

    [RealClientFact, Trait("Requirement", "A35")]
    public Task A_compromised_keys_user_is_disabled_and_enabled() =>
        Run("examples/README.md", "Disable a compromised key's user", "Inactive\n", "\nActive\n");

    [RealClientFact, Trait("Requirement", "D14")]
    public Task The_shipped_runbooks_fix_and_undo() =>
        Run("runbooks/README.md", "Try them", "20\t21\n23\t25\n", "apply-patches, version 1");

    /// <param name="done">What is printed where the remediation has been seen.</param>
    /// <param name="after">What is printed later, where it has been undone.</param>
    private static async Task Run(string page, string heading, string done, string after)
    {
        using var folder = new TemporaryFolder();
        foreach (var shared in new[] { "examples", "runbooks" })
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.Path, shared), Path.Combine(RequirementsDocument.Root, shared));
        }

        var port = FreePort();
        var commands = Commands(page, heading).Replace("127.0.0.1:4600", $"127.0.0.1:{port}", StringComparison.Ordinal).Replace("quell up ", $"quell up --port {port} ", StringComparison.Ordinal);
        var environment = new Dictionary<string, string>(QuellProcess.ClientEnvironment)
        {
            ["PATH"] = $"{Path.GetDirectoryName(QuellProcess.Program)}:{Path.GetDirectoryName(RealClientFactAttribute.AwsCli)}:/usr/bin:/bin",
        };

        // What it started ends with it, whatever comes; so does a loop that waits for what never comes.
        var (code, output, error) = await QuellProcess.Run(
            "timeout", ["300", "bash", "-c", $"cd '{folder.Path}'\nset -eu\nset -m\ntrap 'kill $(jobs -p) 2> /dev/null; wait' EXIT\n{commands}"], environment);

        code.ShouldBe(0, $"{output}\n{error}");
        output.ShouldContain(done);
        output[output.IndexOf(done, StringComparison.Ordinal)..].ShouldContain(after);
        output.ShouldContain("Stopping.");
    }

    private static string Commands(string page, string heading)
    {
        var section = Markdown.Read(page).Split($"## {heading}\n")[1];
        return Block().Match(section).Groups[1].Value;
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
