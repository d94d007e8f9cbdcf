using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Reading;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Runbooks.Executing;
using Quell.Runbooks.Running;
using Quell.Server;

namespace Quell.Cli;

/// <summary>A run of a runbook in a simulated account that exists for it alone.</summary>
internal sealed record RunbookTrial
{
    private const string Name = "runbook";

    /// <summary>Between two looks at the execution.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private static readonly Scope Scope = new(Scope.DefaultAccount, Scope.DefaultRegion);

    /// <summary>The document's text.</summary>
    public required string Content { get; init; }

    /// <summary>As StartAutomationExecution has them.</summary>
    public JsonObject Parameters { get; init; } = JsonObject.Empty;

    /// <summary>Files of templates that are deployed first.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Other runbooks, by name.</summary>
    public IReadOnlyList<(string Name, string Content)> Documents { get; init; } = [];

    /// <summary>Whether a document without a role runs as the account's administrator.</summary>
    public bool AllowsNoRole { get; init; }

    /// <param name="terminal">Where the deployment of templates is told.</param>
    /// <param name="told">Is shown each step whenever it may have changed.</param>
    /// <returns>The execution as GetAutomationExecution has it.</returns>
    /// <exception cref="CliException">The document or a parameter is no good, or nothing may run without a role.</exception>
    public async Task<JsonObject> Run(Terminal terminal, Action<JsonObject> told, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("quell-runbook-").FullName;
        try
        {
            var options = new ServerOptions { DataFolder = folder, Port = 0, AllowsNoRole = AllowsNoRole, AllowsSelfApproval = true };
            await using var server = QuellServer.Create(options, TimeProvider.System, NullLoggerFactory.Instance);
            server.Engines.Start();
            var templates = new UpTemplates(terminal, Templates, new Dictionary<string, string>());
            templates.Check();
            await templates.Deploy(server.Engines, cancellationToken).ConfigureAwait(false);
            await server.Open(cancellationToken).ConfigureAwait(false);
            return await Run(server.Engines, told, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<JsonObject> Run(Engines engines, Action<JsonObject> told, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (name, content) in Documents.Append((Name, Content)))
            {
                await Call(engines, "CreateDocument", cancellationToken, ("Name", name), ("Content", content), ("DocumentType", "Automation"), ("DocumentFormat", Format(content))).ConfigureAwait(false);
            }

            var id = Guid.NewGuid().ToString();
            var (header, input) = engines.Runbooks.Automations.Make(new() { DocumentName = Name, Parameters = Parameters }, Principal.Root(Scope.Account), Scope, id);
            if (RunbookSettings.From(header.Settings).RoleArn is null && !AllowsNoRole)
            {
                throw new CliException("The document names no role to act as. Give it one, or run it with --allow-no-role as the account's administrator.");
            }

            await engines.Executions.Begin(header, input).ConfigureAwait(false);
            return await Follow(engines, header.Id, told, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsException refusal)
        {
            throw new CliException(refusal.Message);
        }
    }

    private static async Task<JsonObject> Follow(Engines engines, string id, Action<JsonObject> told, CancellationToken cancellationToken)
    {
        var reading = new AutomationReading(engines.Executions, engines.Runbooks.Documents);
        var stored = engines.Executions.Store.Find(id) ?? throw new System.Diagnostics.UnreachableException("What was started is stored.");
        while (true)
        {
            var execution = reading.Whole(stored);
            foreach (var step in execution.Array("StepExecutions").Objects)
            {
                told(step);
            }

            if (execution.Has("ExecutionEndTime"))
            {
                return execution;
            }

            await Task.Delay(Interval, engines.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Format(string content) => content.AsSpan().TrimStart() is ['{', ..] ? "JSON" : "YAML";

    private static async Task<JsonObject> Call(Engines engines, string operation, CancellationToken cancellationToken, params (string Name, JsonValue? Value)[] input)
    {
        var now = engines.Time.GetUtcNow();
        var result = await engines.Gate.Pass(
            new Call
            {
                RequestId = Guid.NewGuid().ToString(),
                Service = "ssm",
                Operation = operation,
                Input = JsonObject.Of(input),
                Scope = Scope,
                Principal = Principal.Root(Scope.Account),
                Time = now,
            },
            cancellationToken).ConfigureAwait(false);
        return result.Output;
    }
}
