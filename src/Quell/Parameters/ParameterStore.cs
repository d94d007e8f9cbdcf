using System.Globalization;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>Parameters and their versions as resources.</summary>
internal static class ParameterStore
{
    /// <summary>Under its <see cref="ParameterName.IdOf"/>: the latest version, with the parameter's tags.</summary>
    public const string Type = "ssm:parameter";

    /// <summary>Under <c>ID:NUMBER</c>: what the parameter was before.</summary>
    public const string VersionType = "ssm:parameter-version";

    /// <summary>The parameter's tags, a list of <c>{"Key", "Value"}</c>.</summary>
    public const string Tags = "Tags";

    public const string Secure = "SecureString";

    /// <summary>
    /// What templates and runbooks read: the value of a <c>String</c> or <c>StringList</c> by <c>NAME</c>, <c>NAME:VERSION</c> or
    /// <c>NAME:LABEL</c>. Null where there is none, and for a secret, which neither may see.
    /// </summary>
    public static string? Find(ResourceSet state, Scope scope, string text) =>
        ParameterReference.TryRead(scope, text, out var reference) && reference.Scope == scope
        && Latest(state, scope, reference.Name) is { } latest && Selected(state, scope, latest, reference.Selector) is { } found && !IsSecure(found)
            ? found.String("Value")
            : null;

    public static bool IsSecure(JsonObject parameter) => parameter.String("Type") == Secure;

    /// <summary>The version that a request names.</summary>
    /// <exception cref="AwsException"><c>ParameterNotFound</c>, <c>ParameterVersionNotFound</c> or <c>ValidationException</c>.</exception>
    public static JsonObject Read(ResourceSet state, Scope scope, string text)
    {
        var reference = ParameterReference.Read(scope, text);
        var latest = reference.Scope == scope ? Latest(state, scope, reference.Name) : null;
        if (latest is null)
        {
            throw ParameterErrors.NotFound(text);
        }

        return Selected(state, scope, latest, reference.Selector)
            ?? throw (IsNumber(reference.Selector, out _) ? ParameterErrors.NoVersion(reference.Name, reference.Selector ?? "") : ParameterErrors.NoLabel(reference.Name, reference.Selector ?? ""));
    }

    /// <summary>A parameter of the account's own.</summary>
    /// <exception cref="AwsException"><c>ParameterNotFound</c>.</exception>
    public static JsonObject Own(ResourceSet state, Scope scope, string name) =>
        state.Get(new(scope, Type, ParameterName.IdOf(name.Trim(' ')))) ?? throw ParameterErrors.NotFound(name);

    /// <summary>Where a parameter of the account's own lies, or would, by its name or ARN; null for what cannot be one.</summary>
    public static ResourceKey? KeyOf(ResourceSet state, Scope scope, string text) =>
        ParameterReference.TryRead(scope, text, out var reference) && reference.Scope == scope ? new(scope, Type, ParameterName.IdOf(reference.Name)) : null;

    /// <summary>The parameter's latest version, also of Amazon's; null where there is none.</summary>
    public static JsonObject? Latest(ResourceSet state, Scope scope, string name) =>
        state.Get(new(scope, Type, ParameterName.IdOf(name))) ?? PublicParameters.Find(scope, name);

    /// <summary>All versions of a parameter that are still there, the oldest first.</summary>
    public static IEnumerable<JsonObject> Versions(ResourceSet state, Scope scope, JsonObject latest)
    {
        var prefix = ParameterName.IdOf(latest.String("Name") ?? "") + ":";
        return state.List(scope, VersionType)
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Value)
            .Append(latest);
    }

    /// <summary>The id of a version; ids are in the order of their numbers.</summary>
    public static string VersionId(JsonObject version) => VersionId(version.String("Name") ?? "", version.Long("Version") ?? 0);

    private static JsonObject? Selected(ResourceSet state, Scope scope, JsonObject latest, string? selector) =>
        selector is null ? latest
        : IsNumber(selector, out var number) ? Versions(state, scope, latest).FirstOrDefault(version => version.Long("Version") == number)
        : Versions(state, scope, latest).FirstOrDefault(version => version.Array("Labels").Strings.Contains(selector));

    private static bool IsNumber(string? selector, out long number) => long.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string VersionId(string name, long number) => $"{ParameterName.IdOf(name)}:{number.ToString("D10", CultureInfo.InvariantCulture)}";

    /// <summary>Keeps a version in the place where it lies.</summary>
    public static void Save(ResourceEdit state, Scope scope, JsonObject version)
    {
        var id = ParameterName.IdOf(version.String("Name") ?? "");
        if (state.Get(scope, Type, id)?.Long("Version") == version.Long("Version"))
        {
            state.Put(scope, Type, id, version);
        }
        else
        {
            state.Put(scope, VersionType, VersionId(version), version);
        }
    }
}
