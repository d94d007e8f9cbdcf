using System.Collections.Immutable;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// Tells what a runbook can do without running it: the calls, roles and other documents of every step that some way leads to. What
/// Python scripts call is told as far as their text shows it; PowerShell and attached files are not read.
/// </summary>
internal sealed class RunbookReach
{
    private readonly ImmutableArray<ReachedCall>.Builder _calls = ImmutableArray.CreateBuilder<ReachedCall>();
    private readonly ImmutableArray<ReachedDocument>.Builder _documents = ImmutableArray.CreateBuilder<ReachedDocument>();
    private readonly ImmutableArray<ReachedRole>.Builder _roles = ImmutableArray.CreateBuilder<ReachedRole>();
    private readonly ImmutableArray<string>.Builder _unread = ImmutableArray.CreateBuilder<string>();
    private readonly ApiCatalog? _apis;

    private RunbookReach(ApiCatalog? apis) => _apis = apis;

    /// <param name="apis">The services' models, for the names of operations and permissions; null to take names as they are written.</param>
    public static Reach Of(RunbookDocument document, ApiCatalog? apis)
    {
        var inspection = new Inspection(document, apis);
        var reach = new RunbookReach(apis);
        if (document.AssumeRole is { Length: > 0 } role)
        {
            reach._roles.Add(new(role, "assumeRole", null, document.Source["assumeRole"]?.Line ?? 0));
        }

        var reached = inspection.Graph.Reached();
        foreach (var site in inspection.Steps.Where(reached.Contains))
        {
            reach.Add(site);
        }

        reach.AddStored(document);
        return new([.. reach._calls.DistinctBy(call => (call.Service, call.Operation, call.Step, call.Source))], [.. reach._roles.Distinct()], [.. reach._documents.Distinct()], [.. reach._unread.Distinct()]);
    }

    private void Add(StepSite site)
    {
        switch (site.Step.Action)
        {
            case "aws:executeScript":
                AddScript(site);
                break;
            case var _ when site.Action is { CallsApi: true }:
                if (Text(site, "Service") is { } named && Text(site, "Api") is { } api)
                {
                    AddCall(named, api, site, CallSource.Document);
                }

                break;
            default:
                foreach (var (service, operation) in ActionReach.CallsOf(site))
                {
                    AddCall(service, operation, site, CallSource.Action);
                }

                break;
        }

        _documents.AddRange(ActionReach.DocumentsOf(site));
        _roles.AddRange(ActionReach.RolesOf(site));
    }

    private void AddScript(StepSite site)
    {
        if (Text(site, "Script") is not { } script || Text(site, "Runtime")?.StartsWith("python", StringComparison.Ordinal) != true)
        {
            _unread.Add(Text(site, "Attachment") is { } attachment
                ? $"step '{site.Name}' runs the attachment '{attachment}', which is not read"
                : $"step '{site.Name}' runs a script that is not Python, which is not read");
            return;
        }

        var seen = ScriptCalls.In(script, _apis);
        foreach (var (service, operation) in seen.Calls)
        {
            AddCall(service, operation, site, CallSource.Script);
        }

        _unread.AddRange(seen.Unclear.Select(service => $"step '{site.Name}' makes a client of '{service}' in its script, and calls it in a way that its text does not show"));
    }

    /// <summary>Values of the parameter store are fetched when the execution starts.</summary>
    private void AddStored(RunbookDocument document)
    {
        if (StoredReferences.Of(document).Count > 0)
        {
            _calls.Add(new("ssm", "GetParameters", null, 0, CallSource.Action, Permissions("ssm", "GetParameters")));
        }
    }

    private void AddCall(string service, string api, StepSite site, CallSource source)
    {
        var known = _apis?.Find(service);
        var operation = known?.Find(api);
        var (serviceName, operationName) = (known?.Name ?? service, operation?.Name ?? api);
        _calls.Add(new(serviceName, operationName, site.Name, site.Step.Line, source, Permissions(serviceName, operationName)));
    }

    private IReadOnlyList<string> Permissions(string service, string operation) =>
        _apis?.Find(service)?.Find(operation)?.Permissions ?? [$"{service}:{operation}"];

    /// <summary>The text of an input, with the references that it may have.</summary>
    internal static string? Text(StepSite site, string input) => (site.Input(input) as TemplateNode.Scalar)?.Value is { Length: > 0 } text ? text : null;
}

/// <summary>What a runbook can do.</summary>
/// <param name="Calls">In the order of the text.</param>
/// <param name="Unread">What could not be looked into, a sentence each.</param>
internal sealed record Reach(
    ImmutableArray<ReachedCall> Calls, ImmutableArray<ReachedRole> Roles, ImmutableArray<ReachedDocument> Documents, ImmutableArray<string> Unread)
{
    /// <summary>Every IAM action that the calls need, each once, in order.</summary>
    public ImmutableArray<string> Permissions =>
        [.. Calls.SelectMany(call => call.Permissions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <param name="Step">Null for what the whole execution does.</param>
internal sealed record ReachedCall(string Service, string Operation, string? Step, int Line, CallSource Source, IReadOnlyList<string> Permissions);

internal enum CallSource
{
    /// <summary>The step names the operation.</summary>
    Document,

    /// <summary>The step's action calls it by itself.</summary>
    Action,

    /// <summary>The text of a Python script shows it.</summary>
    Script,
}

/// <param name="Role">As written: an ARN, a name, or a reference.</param>
/// <param name="Use">What it is for: the input's name.</param>
internal sealed record ReachedRole(string Role, string Use, string? Step, int Line);

/// <summary>Something that the runbook starts, which can do more.</summary>
/// <param name="Kind"><c>automation, command, function, state machine, template</c>.</param>
/// <param name="Name">As written.</param>
internal sealed record ReachedDocument(string Kind, string Name, string Step, int Line);
