using System.Globalization;
using System.Net;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Scopes;
using Quell.Functions;
using Quell.Server;
using Quell.Stacks;

namespace Quell.Cli;

/// <summary>Deploys the templates that <c>quell up</c> names, and says what is armed.</summary>
internal sealed class UpTemplates(Terminal terminal, IReadOnlyList<string> files, IReadOnlyDictionary<string, string> parameters)
{
    private const int LongestTrigger = 160;

    /// <summary>Reads the templates before anything is started.</summary>
    /// <exception cref="CliException">All that is wrong with a file; a parameter that no template has; two files for one stack.</exception>
    public void Check()
    {
        if (files.Count == 0 && parameters.Count > 0)
        {
            throw new CliException("--parameter goes with a template.");
        }

        TemplateFiles.RefuseUnknown([.. files.Select(TemplateFiles.Read)], parameters);
        if (files.GroupBy(StackDeployer.NameFor, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new CliException($"{string.Join(" and ", twice)} would both be the stack {twice.Key}. Put one of them into a folder of another name.");
        }
    }

    /// <exception cref="CliException">A template is no good, or its deployment failed.</exception>
    public async Task Deploy(Engines engines, CancellationToken cancellationToken)
    {
        var options = engines.Options;
        var principal = engines.Operator?.Principal ?? Principal.Root(engines.Account);
        var region = options.Aws?.Region ?? Scope.DefaultRegion;
        var deployer = new Deployer(principal, new Scope(engines.Account, region), new IPEndPoint(options.Listen, options.Port).ToString());
        var packaging = new TemplatePackaging(source => Store(engines, source));
        foreach (var file in files)
        {
            var template = TemplateFiles.Read(file);
            var given = parameters.Where(parameter => template.Parameters.ContainsKey(parameter.Key)).ToDictionary(StringComparer.Ordinal);
            var body = packaging.Read(file);
            Say(file, await engines.Deployer.Deploy(StackDeployer.NameFor(file), body, given, deployer, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Keeps the code under a path where functions are made from.</summary>
    /// <returns>The package's key.</returns>
    private static string Store(Engines engines, string source)
    {
        if (engines.Options.Aws?.Remote.Contains("lambda") == true)
        {
            throw new CliException($"{source}: with --remote lambda code has to lie in S3: deploy what `aws cloudformation package` makes of the template.");
        }

        try
        {
            var stored = engines.Codes.Store(FolderPackage.Of(source));
            return Convert.ToHexStringLower(Convert.FromBase64String(stored.Sha256));
        }
        catch (AwsException refused)
        {
            throw new CliException($"{source}: {refused.Message}");
        }
    }

    private void Say(string file, StackOutcome outcome)
    {
        switch (outcome.Result)
        {
            case StackResult.Refused:
                throw new CliException(string.Join("\nquell: ", outcome.Errors.Select(error => $"{file}: {error}")));
            case StackResult.Failed:
                throw new CliException($"{file}: stack {outcome.StackName} was not deployed: {outcome.Failure?.ReplaceLineEndings(" ")}", ExitCode.Failed);
        }

        var armed = outcome.Rules.Count(rule => rule.IsEnabled);
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Stack {outcome.StackName}: {outcome.Result.ToString().ToLowerInvariant()}, {armed} {(armed == 1 ? "rule" : "rules")} armed."));
        foreach (var rule in outcome.Rules)
        {
            terminal.Out.WriteLine($"  rule      {rule.Name}{(rule.IsEnabled ? "" : " (disabled)")}");
            terminal.Out.WriteLine($"            on {(rule.Trigger.Length > LongestTrigger ? rule.Trigger[..LongestTrigger] + "…" : rule.Trigger)}");
            foreach (var target in rule.Targets)
            {
                terminal.Out.WriteLine($"            to {target}");
            }

            foreach (var warning in rule.Warnings)
            {
                terminal.Out.WriteLine($"  warning   {warning}");
            }
        }

        foreach (var (name, value) in outcome.Outputs)
        {
            terminal.Out.WriteLine($"  output    {name} = {value}");
        }
    }
}
