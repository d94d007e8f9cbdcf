using System.Collections.Concurrent;
using Quell.Aws.Models;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;

namespace Quell.Aws.Permissions;

/// <summary>
/// What a call must be permitted, by the tables in <c>Services/</c> (Service Authorization Reference). A service without a table
/// asks for the action of the operation's name on <c>*</c>. Safe for concurrent use.
/// </summary>
internal static class CallPermissions
{
    public const string PassRole = "iam:PassRole";

    private static readonly ConcurrentDictionary<string, ServicePermissions> Tables = new(StringComparer.Ordinal);

    /// <summary>What the call asks for; each must be allowed. Empty for the few operations that need no permission.</summary>
    /// <param name="service">The service by its botocore name.</param>
    /// <param name="scope">The caller's account and the call's region.</param>
    public static List<PermissionNeed> Of(string service, string operation, JsonObject input, Scope scope) =>
        Of(service).Needs(operation, input, scope);

    /// <summary>Every action that the operation can ask for, whatever its parameters are.</summary>
    public static IReadOnlyList<string> ActionsOf(string service, string operation) => Of(service).Actions(operation);

    /// <summary>Adds the condition keys that the parameters give a value.</summary>
    public static void AddKeys(PolicyContext context, string service, JsonObject input)
    {
        Of(service).AddKeys(context, input);
        RequestTags.AddTo(context, input);
    }

    private static ServicePermissions Of(string service) => Tables.GetOrAdd(service, static name => ServicePermissions.Load(name, PrefixOf(name)));

    private static string PrefixOf(string service) =>
        ServiceCatalog.Default.Services.FirstOrDefault(entry => entry.Name == service)?.SigningName ?? service;
}

/// <summary>One permission that a call asks for.</summary>
/// <param name="Action">The action: <c>ec2:CreateTags</c>.</param>
/// <param name="Resource">The resource's ARN; <c>*</c> where the operation has none, or none is known.</param>
/// <param name="Key">A condition key of this permission alone; null for none.</param>
internal sealed record PermissionNeed(string Action, string Resource, KeyValuePair<string, string>? Key = null)
{
    public const string NoResource = "*";
}
