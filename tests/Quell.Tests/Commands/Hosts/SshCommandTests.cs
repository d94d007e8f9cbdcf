using System.Diagnostics;
using Quell.Commands.Hosts;

namespace Quell.Tests.Commands.Hosts;

public sealed class SshCommandTests
{
    private static readonly ManagedNode Node = new("mi-1", "web1", 2222, "deploy", "/keys/100%/web", "ssh-ed25519 AAAA");

    [Fact]
    public void The_host_and_the_command_come_last_behind_the_end_of_options()
    {
        SshCommand.Arguments(Node, null, "run").TakeLast(3).ShouldBe(["--", "web1", "run"]);
    }

    [Theory]
    [InlineData("BatchMode=yes")]
    [InlineData("StrictHostKeyChecking=yes")]
    [InlineData("ForwardAgent=no")]
    [InlineData("ClearAllForwardings=yes")]
    [InlineData("ControlMaster=no")]
    [InlineData("PermitLocalCommand=no")]
    [InlineData("UpdateHostKeys=no")]
    [InlineData("VerifyHostKeyDNS=no")]
    [InlineData("Port=2222")]
    [InlineData("User=deploy")]
    public void What_must_hold_whatever_the_users_configuration_says_stands_on_the_command_line(string option) => Options(Node, null).ShouldContain(option);

    [Fact]
    public void A_pinned_key_is_looked_up_under_the_nodes_id_in_its_own_file_alone()
    {
        string[] pinned = ["HostKeyAlias=mi-1", "UserKnownHostsFile=\"/data of/100%%/\\\"k\\\"\"", "GlobalKnownHostsFile=/dev/null", "KnownHostsCommand=none"];
        pinned.ShouldBeSubsetOf(Options(Node, "/data of/100%/\"k\""));
        Options(Node, null).ShouldNotContain(option => option.Contains("KnownHostsFile", StringComparison.Ordinal) || option.Contains("HostKeyAlias", StringComparison.Ordinal));
    }

    [Fact]
    public void A_given_identity_is_the_only_one()
    {
        SshCommand.Arguments(Node, null, "run").SkipWhile(argument => argument != "-i").Take(2).ShouldBe(["-i", "/keys/100%%/web"]);
        Options(Node, null).ShouldContain("IdentitiesOnly=yes");
        SshCommand.Arguments(Node with { IdentityFile = "" }, null, "run").ShouldNotContain("-i");
    }

    [SshFact]
    public void Of_Quells_variables_ssh_gets_what_it_needs_alone()
    {
        var variables = SshCommand.Of(Node, null, "run").Environment;

        variables.Keys.ShouldBeSubsetOf(["PATH", "LANG", "HOME", "SSH_AUTH_SOCK"]);
    }

    [SshFact]
    public void A_word_is_one_word_of_a_shell()
    {
        const string Text = "it's `x` $HOME \"a\"\n \\ ''";
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"printf %s {SshCommand.Word(Text)}"]) { RedirectStandardOutput = true })!;

        shell.StandardOutput.ReadToEnd().ShouldBe(Text);
        shell.WaitForExit();
    }

    private static List<string> Options(ManagedNode node, string? knownHosts)
    {
        var arguments = SshCommand.Arguments(node, knownHosts, "run").ToList();
        return [.. arguments.Where((_, index) => index > 0 && arguments[index - 1] == "-o")];
    }
}
