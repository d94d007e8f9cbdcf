using System.Globalization;
using Quell.Confinement;
using Quell.Engine.Json;

namespace Quell.Scripts;

/// <summary>
/// The languages of <c>aws:executeScript</c>. The machine's own <c>python3</c> and <c>pwsh</c> run them, whatever version a runbook names.
/// </summary>
internal abstract record ScriptLanguage
{
    private ScriptLanguage()
    {
    }

    /// <summary>The language of a runtime; null for a name that AWS does not know.</summary>
    public static ScriptLanguage? Of(string runtime) => runtime switch
    {
        _ when runtime.StartsWith("python3.", StringComparison.Ordinal)
            && int.TryParse(runtime.AsSpan("python3.".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && minor is >= 6 and <= 14 => new Python(),
        "PowerShell Core 6.0" or "PowerShell 7.0" or "PowerShell 7.4" or "PowerShell Core 7.0" or "PowerShell Core 7.4" => new PowerShell(),
        _ => null,
    };

    /// <summary>Adds to a command what runs the script.</summary>
    /// <exception cref="EnvironmentException">The machine has no program for it.</exception>
    public abstract Task<ConfinedCommand> Complete(ConfinedCommand command, ScriptRun run, Confiner confiner);

    /// <summary>A fork of the warm launcher runs it itself.</summary>
    public sealed record Python : ScriptLanguage
    {
        public override async Task<ConfinedCommand> Complete(ConfinedCommand command, ScriptRun run, Confiner confiner)
        {
            var python = await confiner.Python().ConfigureAwait(false);
            return command with
            {
                Readable = python.Folders,
                Script = JsonObject.Of(
                    ("text", run.Script),
                    ("handler", run.Handler ?? ""),
                    ("payload", run.InputPayload),
                    ("attachment", run.Attachment is { } file ? JsonObject.Of(("name", file.Name), ("content", Convert.ToBase64String(file.Content.Span))) : null)),
            };
        }
    }

    /// <summary>
    /// AWS hands the payload over in a variable of the environment, as JSON, and takes what the script returns (User Guide,
    /// "aws:executeScript – Run a script": <c>$env:InputPayload | ConvertFrom-Json</c>). Attached zips are unpacked into <c>attachment</c>.
    /// </summary>
    public sealed record PowerShell : ScriptLanguage
    {
        private const string Answer = "answer.json";

        private const string Frame = """
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            try {
                if (Test-Path attachment.zip) { Expand-Archive attachment.zip attachment }
                $answer = @{ result = (& ./script.ps1) }
            } catch {
                $answer = @{ failure = @{
                    type = $_.Exception.GetType().Name
                    message = $_.Exception.Message
                    line = $_.InvocationInfo.ScriptLineNumber
                    traceback = $_.ScriptStackTrace } }
            }
            [IO.File]::WriteAllText((Join-Path (Get-Location) answer.json), (ConvertTo-Json $answer -Depth 20 -Compress))
            """;

        public override Task<ConfinedCommand> Complete(ConfinedCommand command, ScriptRun run, Confiner confiner)
        {
            var program = SystemPrograms.Find("pwsh").FirstOrDefault()
                ?? throw new EnvironmentException($"The script asks for {run.Runtime}, and this machine has no pwsh on its path. Install PowerShell 7.");
            var files = new Dictionary<string, ReadOnlyMemory<byte>>
            {
                ["script.ps1"] = System.Text.Encoding.UTF8.GetBytes(run.Script),
                ["frame.ps1"] = System.Text.Encoding.UTF8.GetBytes(Frame),
            };
            if (run.Attachment is { } attachment)
            {
                files["attachment.zip"] = attachment.Content;
            }

            return Task.FromResult(command with
            {
                Arguments = [program, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", "frame.ps1"],
                Readable = [SystemPrograms.Prefix(program), program],
                Variables = new Dictionary<string, string>(command.Variables) { ["InputPayload"] = run.InputPayload.ToString() },
                Files = files,
                Answer = Answer,
            });
        }
    }
}
