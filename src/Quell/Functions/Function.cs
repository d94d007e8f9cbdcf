using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>
/// A function, or one published version of it, as it stands: a <c>FunctionConfiguration</c> with a few members of Quell's own,
/// which <see cref="Described"/> leaves out.
/// </summary>
internal sealed record Function(FunctionName Name, JsonObject Value)
{
    /// <summary>Functions by name.</summary>
    public const string Type = "lambda:function";

    /// <summary>Published versions by <c>name:version</c>.</summary>
    public const string VersionType = "lambda:version";

    /// <summary>Aliases by <c>name:alias</c>.</summary>
    public const string AliasType = "lambda:alias";

    /// <summary>Resource policies (<c>{"Policy": text}</c>) by <c>name</c> or <c>name:qualifier</c>.</summary>
    public const string PolicyType = "lambda:policy";

    /// <summary>Settings of asynchronous invocation by <c>name:qualifier</c>.</summary>
    public const string InvokeConfigType = "lambda:event-invoke-config";

    /// <summary>Event source mappings by UUID.</summary>
    public const string MappingType = "lambda:event-source-mapping";

    private static readonly string[] Own = ["Tags", "NextVersion", "ReservedConcurrentExecutions"];

    public Scope Scope => Name.Scope;

    public string Version => Value.String("Version") ?? FunctionName.Latest;

    public string Runtime => Value.String("Runtime") ?? "";

    public string Handler => Value.String("Handler") ?? "";

    public string Role => Value.String("Role") ?? "";

    public string CodeSha256 => Value.String("CodeSha256") ?? "";

    public TimeSpan Timeout => TimeSpan.FromSeconds(Value.Long("Timeout") ?? 3);

    /// <summary>MB.</summary>
    public long Memory => Value.Long("MemorySize") ?? 128;

    public string LogGroup => Value.Object("LoggingConfig")?.String("LogGroup") ?? $"/aws/lambda/{Name.Name}";

    public JsonObject Variables => Value.Object("Environment")?.Object("Variables") ?? JsonObject.Empty;

    /// <summary>Changes with every change of code or settings: environments of another revision are not used any more.</summary>
    public string Revision => Value.String("RevisionId") ?? "";

    /// <summary>How many invocations may run at once; null where nothing is reserved.</summary>
    public long? ReservedConcurrency => Value.Long("ReservedConcurrentExecutions");

    /// <summary>The configuration as the API shows it.</summary>
    public JsonObject Described => Own.Aggregate(Value, (value, name) => value.Without(name));

    /// <summary>Finds what the name stands for: <c>$LATEST</c>, a version, or the version that an alias points at.</summary>
    public static Function? Find(ResourceSet state, FunctionName name)
    {
        if (name.Qualifier is null or FunctionName.Latest)
        {
            return state.Get(new(name.Scope, Type, name.Name)) is { } latest ? new(name, latest) : null;
        }

        var version = state.Get(new(name.Scope, AliasType, $"{name.Name}:{name.Qualifier}"))?.String("FunctionVersion") ?? name.Qualifier;
        return version == FunctionName.Latest
            ? Find(state, name with { Qualifier = null }) is { } aliased ? aliased with { Name = name } : null
            : state.Get(new(name.Scope, VersionType, $"{name.Name}:{version}")) is { } published ? new(name, published) : null;
    }

    /// <summary>Every version number of the function, ascending.</summary>
    public static IEnumerable<JsonObject> Versions(ResourceSet state, FunctionName name) => state
        .List(name.Scope, VersionType)
        .Where(entry => entry.Key.StartsWith(name.Name + ":", StringComparison.Ordinal))
        .Select(entry => entry.Value)
        .OrderBy(value => int.Parse(value.String("Version") ?? "0", CultureInfo.InvariantCulture));
}
