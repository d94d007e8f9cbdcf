using Quell.Accounts;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Documents;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Scopes;
using Quell.Executions;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>What whoever starts an automation asks for.</summary>
internal sealed record AutomationRequest
{
    /// <summary>A name, with or without a version behind a colon, or an ARN.</summary>
    public required string DocumentName { get; init; }

    /// <summary>A number, <c>$DEFAULT</c>, <c>$LATEST</c>; null for what the name says, else the default one.</summary>
    public string? DocumentVersion { get; init; }

    /// <summary>By name, lists of texts.</summary>
    public JsonObject Parameters { get; init; } = JsonObject.Empty;

    public RunbookMode Mode { get; init; }

    public JsonArray Tags { get; init; } = JsonArray.Empty;
}

/// <summary>An automation that is about to be started: its document, its parameters, its role.</summary>
/// <param name="mayAssume">Whether Systems Manager may assume a role for an execution, by the ARNs of both.</param>
internal sealed class NewAutomation(ResourceStore store, CompiledRunbooks documents, Func<Arn, string, Scope, bool> mayAssume, TimeProvider time)
{
    /// <param name="caller">Who starts it.</param>
    /// <param name="id">The execution's, a UUID.</param>
    /// <exception cref="AwsException">As StartAutomationExecution.</exception>
    public (ExecutionHeader Header, JsonObject Input) Make(AutomationRequest request, Principal caller, Scope scope, string id)
    {
        var found = Find(request, scope);
        var document = Compile(found);
        var bound = ParameterBinding.Bind(document, request.Parameters);
        if (bound.Mistakes.Length > 0)
        {
            throw RunbookErrors.Parameters(string.Join(" ", bound.Mistakes));
        }

        var settings = new RunbookSettings
        {
            ExecutionId = id,
            DocumentName = found.Owner == scope.Account || found.Owner == AmazonDocuments.Owner ? found.Name : found.Arn,
            DocumentVersion = found.Version,
            Caller = caller with { InvokedBy = null },
            RoleArn = Role(document, bound.Values, scope, id),
            Mode = request.Mode,
            Tags = request.Tags,
            Attachments = AttachmentRecord.Write(found.Attachments),
        };
        return (new()
        {
            Id = AutomationArn.Of(scope, id),
            Kind = RunbookLanguage.Kind,
            Target = found.Arn,
            Scope = scope,
            Created = time.GetUtcNow(),
            Definition = found.Content,
            Settings = settings.ToJson(),
        }, request.Parameters);
    }

    private FoundDocument Find(AutomationRequest request, Scope scope)
    {
        try
        {
            var found = DocumentLookup.Find(store.Current, scope, request.DocumentName, request.DocumentVersion);
            return found.Type == "Automation" ? found : throw RunbookErrors.NoDefinition(request.DocumentName);
        }
        catch (AwsException refusal) when (refusal.Code == "InvalidDocument")
        {
            throw RunbookErrors.NoDefinition(request.DocumentName);
        }
        catch (AwsException refusal) when (refusal.Code == "InvalidDocumentVersion")
        {
            throw RunbookErrors.NoVersion(request.DocumentName, request.DocumentVersion);
        }
    }

    private RunbookDocument Compile(FoundDocument found)
    {
        return documents.Mistakes(found.Content) is { Length: > 0 } mistakes
            ? throw RunbookErrors.Parameters($"The document {found.Name} cannot be run. {mistakes}")
            : documents.Read(found.Content);
    }

    /// <summary>The role that the document asks for; null where it asks for none.</summary>
    private string? Role(RunbookDocument document, JsonObject parameters, Scope scope, string id)
    {
        var identity = new RunbookIdentity
        {
            ExecutionId = id,
            DocumentName = "",
            DocumentVersion = "",
            Region = scope.Region,
            AccountId = scope.Account,
            Partition = scope.Partition,
            StartedBy = "",
            Token = static _ => "",
        };
        if (AssumedRole.Of(document, parameters, identity) is not { } role)
        {
            return null;
        }

        return Arn.TryParse(role, out var arn) && arn.Service == "iam" && arn.Resource.StartsWith("role/", StringComparison.Ordinal) && mayAssume(arn, AutomationArn.Of(scope, id), scope)
            ? role
            : throw RunbookErrors.Parameters("The defined assume role is unable to be assumed.");
    }
}
