using Quell.Engine.Json;
using Quell.Engine.Runbooks.Values;

namespace Quell.Engine.Runbooks;

/// <summary>The role that an execution's steps act as (Systems Manager User Guide, "Data elements and parameters", <c>assumeRole</c>).</summary>
internal static class AssumedRole
{
    /// <param name="document">The runbook.</param>
    /// <param name="parameters">The parameters, bound.</param>
    /// <param name="identity">Whose account and partition <c>global:</c> stands for.</param>
    /// <returns>The role's ARN; null where there is none, and whoever started the execution counts.</returns>
    public static string? Of(RunbookDocument document, JsonObject parameters, RunbookIdentity identity) => document.AssumeRole is { } written
        && TypeConversion.Plain(new Interpolation(reference => Find(reference, parameters, identity)).Resolve(written)).Trim() is { Length: > 0 } role
        && !role.StartsWith("{{", StringComparison.Ordinal) ? role : null;

    private static JsonValue? Find(Reference reference, JsonObject parameters, RunbookIdentity identity) => reference switch
    {
        Reference.Parameter(_, var name) => parameters[name],
        Reference.Global(_, "ACCOUNT_ID") => identity.AccountId,
        Reference.Global(_, "AWS_PARTITION") => identity.Partition,
        Reference.Global(_, "REGION") => identity.Region,
        _ => null,
    };
}
