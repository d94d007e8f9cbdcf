using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Gate;
using Quell.Server;
using Quell.Tests.Documentation;
using Quell.Tests.Server;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>A running Quell with an account of its own, in which the runbooks of the repository run in their own role.</summary>
internal sealed class RunbookLab : IAsyncDisposable
{
    private const string RoleName = "runbook";
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ssm.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly RunningQuell _quell = new();
    private readonly Scope _scope;
    private int _documents;

    private RunbookLab(string account) => _scope = new(account, Scope.DefaultRegion);

    public static string Folder => Path.Combine(RequirementsDocument.Root, "runbooks");

    public Engines Engines => _quell.Server.Engines;

    /// <param name="account">In which account of the sandbox it acts.</param>
    public static Task<RunbookLab> Open(string account = Scope.DefaultAccount) => Open(account, null);

    /// <summary>One that acts on an account of AWS, with what this process has for credentials.</summary>
    public static Task<RunbookLab> OpenOn(string account, AwsCloudOptions aws) => Open(account, aws);

    /// <summary>The ARN of a role of the account.</summary>
    public string RoleArn(string name) => $"arn:aws:iam::{_scope.Account}:role/{name}";

    /// <summary>One that was started with other options.</summary>
    public static async Task<RunbookLab> OpenWith(Func<ServerOptions, ServerOptions> with)
    {
        var lab = new RunbookLab(Scope.DefaultAccount);
        await lab._quell.Start(with);
        return lab;
    }

    /// <summary>Ends it, and starts another one in the same data folder.</summary>
    public async Task Restart(Func<ServerOptions, ServerOptions> with)
    {
        await _quell.Stop();
        await _quell.Start(with);
    }

    /// <summary>The actions that the runbook's role allows.</summary>
    public static IReadOnlyList<string> Actions(string name) => [.. Policy(name).Array("Statement").Objects.SelectMany(statement => statement.Array("Action").Items).Select(action => ((JsonString)action).Value)];

    /// <summary>Calls as the account's administrator.</summary>
    public async Task<JsonObject> Call(string service, string operation, params (string Name, JsonValue? Value)[] input)
    {
        var call = new Call
        {
            RequestId = Guid.NewGuid().ToString(),
            Service = service,
            Operation = operation,
            Input = JsonObject.Of(input),
            Scope = _scope,
            Principal = Principal.Root(_scope.Account),
            Time = Engines.Time.GetUtcNow(),
        };
        var model = ServiceCatalog.Default.Get(service);
        InputValidator.Check(model, model.Find(operation)!, call.Input);
        return (await Engines.Gate.Pass(call, CancellationToken.None)).Output;
    }

    /// <summary>Runs a runbook of the repository in its role.</summary>
    /// <param name="without">An action that the role lacks; null for none.</param>
    /// <returns>The execution, ended.</returns>
    public async Task<JsonObject> Run(string name, string? without, params (string Name, JsonValue? Value)[] parameters)
    {
        await Role(name, without);
        var document = $"{name}-{++_documents}";
        await Call("ssm", "CreateDocument", ("Name", document), ("Content", await File.ReadAllTextAsync(Path.Combine(Folder, name + ".yaml"))), ("DocumentType", "Automation"), ("DocumentFormat", "YAML"));
        var started = await Call(
            "ssm", "StartAutomationExecution", ("DocumentName", document), ("Parameters", RunbooksHouse.Lists([("AutomationAssumeRole", RoleArn(RoleName)), .. parameters])));
        while (true)
        {
            var execution = (await Call("ssm", "GetAutomationExecution", ("AutomationExecutionId", started["AutomationExecutionId"]))).Object("AutomationExecution")!;
            if (execution.Has("ExecutionEndTime"))
            {
                return execution;
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Runs a runbook that has to succeed.</summary>
    /// <returns>Its outputs, each the first of its texts.</returns>
    public async Task<Dictionary<string, string>> Succeed(string name, params (string Name, JsonValue? Value)[] parameters)
    {
        var execution = await Run(name, null, parameters);
        execution.String("AutomationExecutionStatus").ShouldBe("Success", execution.String("FailureMessage") ?? execution.ToIndentedString());
        return execution.Object("Outputs")!.ToDictionary(output => output.Key, output => output.Value is JsonArray { Count: 1 } list ? ((JsonString)list[0]).Value : output.Value.ToString());
    }

    public async ValueTask DisposeAsync() => await _quell.DisposeAsync();

    private static async Task<RunbookLab> Open(string account, AwsCloudOptions? aws)
    {
        var lab = new RunbookLab(account);
        await lab._quell.Start(options => options with { Aws = aws });
        return lab;
    }

    private static JsonObject Policy(string name) => (JsonObject)JsonValue.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".policy.json")));

    private async Task Role(string name, string? without)
    {
        if (_documents == 0)
        {
            await Call("iam", "CreateRole", ("RoleName", RoleName), ("AssumeRolePolicyDocument", Trust));
        }

        var policy = Policy(name);
        var statements = policy.Array("Statement").Objects
            .Select(statement => statement.With("Action", JsonArray.From(statement.Array("Action").Items.Where(action => ((JsonString)action).Value != without))))
            .Where(statement => statement.Array("Action").Count > 0);
        var document = policy.With("Statement", JsonArray.From(statements.Select(statement => (JsonValue)statement)));
        await Call("iam", "PutRolePolicy", ("RoleName", RoleName), ("PolicyName", "runbook"), ("PolicyDocument", document.ToString()));
    }
}
