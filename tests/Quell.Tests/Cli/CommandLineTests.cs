using Quell.Cli;

namespace Quell.Tests.Cli;

public sealed class CommandLineTests
{
    public static TheoryData<string> Commands => new(
        CommandLine.Root(new(TextWriter.Null, TextWriter.Null, () => Stream.Null, () => Stream.Null)).Subcommands.Select(command => command.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        using var shell = new Shell();
        (await shell.Run(command, "--help")).ShouldBe(0);
        shell.Out.ShouldContain("Usage:");
        shell.Out.ShouldContain("Example");
        shell.Out.ShouldContain($"  quell {command} ");
        shell.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("up --port x")]
    [InlineData("up --port 70000")]
    [InlineData("up --cloud mars")]
    [InlineData("up --cloud aws --remote ec2")]
    [InlineData("up --cloud aws --cloud-endpoint nowhere")]
    [InlineData("up --cloud-endpoint http://x")]
    [InlineData("up --listen 0.0.0.0")]
    [InlineData("up --listen nowhere")]
    [InlineData("up --allow-host a/b")]
    [InlineData("up --smtp x:y")]
    [InlineData("up --smtp-tls")]
    [InlineData("up --smtp localhost:25 --smtp-user me")]
    [InlineData("up --parameter A=1")]
    [InlineData("replay")]
    public async Task What_is_wrong_is_one_line_and_exit_code_2(string arguments)
    {
        using var shell = new Shell();
        (await shell.Run(arguments.Split(' '))).ShouldBe(2);
        shell.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
        shell.Error.ShouldStartWith("quell");
        shell.Error.ShouldNotContain("System.");
        shell.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown()
    {
        using var shell = new Shell();
        (await shell.Run()).ShouldBe(0);
        shell.Out.ShouldContain("Commands:");
    }
}
