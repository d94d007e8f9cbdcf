using Quell.Engine.Json;
using Quell.Tests.Cli;
using Quell.Tests.Destinations;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>A data folder into which <c>runbook.yaml</c> has been deployed once, and what executions come to that no crash interrupts.</summary>
public sealed class RunbookFolder : IAsyncLifetime, IDisposable
{
    public static readonly IReadOnlyList<string> Documents = ["everything", "scripted", "machines", "deployed"];

    /// <summary>Where the integration of webhooks is kept (Systems Manager User Guide, "Creating webhook integrations for Automation").</summary>
    private const string Hook = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/hook";

    private readonly TemporaryFolder _folder = new();
    private readonly Endpoint _endpoint = new();
    private string _instance = "";

    internal string[] Arguments { get; } =
        [Path.Combine(AppContext.BaseDirectory, "Crashes", "runbook.yaml"), "--allow-self-approval", "--outbound-host", "127.0.0.1"];

    /// <summary>By document: what it comes to.</summary>
    internal Dictionary<string, List<string>> Expected { get; } = new(StringComparer.Ordinal);

    /// <summary>By document: the events in its history and in those of what it starts, without what polls add.</summary>
    internal Dictionary<string, int> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>By document: what it has the process do at least.</summary>
    internal Dictionary<string, int> Effects { get; } = new(StringComparer.Ordinal) { ["everything"] = 9, ["scripted"] = 1, ["machines"] = 9, ["deployed"] = 8 };

    private string Armed => Path.Combine(_folder.Path, "armed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Armed);
        var armed = await QuellProcess.Start(Arguments, Armed);
        _instance = (await armed.Aws("ec2", "run-instances", "--image-id", "ami-12345678", "--instance-type", "t3.small")).Array("Instances").Objects.Single().String("InstanceId")!;
        await armed.Aws("ssm", "put-parameter", "--name", Hook, "--type", "SecureString", "--value", $$"""{"url": "{{_endpoint.Url}}/hook"}""");
        await armed.Aws("ec2", "wait", "instance-running", "--instance-ids", _instance);
        (await armed.Stop()).ShouldBe(0, armed.Output);

        foreach (var document in Documents)
        {
            using var run = new RunbookRun(document, 0, this);
            await using var quell = await QuellProcess.Start(Arguments, Copy());
            await run.Drive(quell);
            Expected.Add(document, await run.Outcome(quell));
            Events.Add(document, await Count(quell));
        }
    }

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    internal string Copy() => ArmedFolder.CopyOf(Armed);

    /// <summary>What a document is started with.</summary>
    internal JsonObject? ParametersOf(string document) => document == "deployed" ? JsonObject.Of(("Instance", JsonArray.From([(JsonValue)_instance]))) : null;

    private static async Task<int> Count(QuellProcess quell)
    {
        using var http = new HttpClient();
        var count = 0;
        foreach (var execution in ((JsonObject)await quell.Quell("executions")).Array("executions").Objects.Where(execution => execution.String("kind") != "function"))
        {
            var history = await http.GetByteArrayAsync($"{quell.Endpoint}/api/v1/executions/{Uri.EscapeDataString(execution.String("id")!)}/history?limit=1000");
            count += ((JsonObject)JsonValue.Parse(history)).Array("events").Count;
        }

        return count;
    }
}
