using System.Text.RegularExpressions;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>The hierarchy of parameters (Systems Manager User Guide, "Working with parameter hierarchies").</summary>
internal static partial class ParameterPath
{
    /// <summary>The parameters below a path, Amazon's too, in no particular order.</summary>
    /// <param name="isRecursive">Also those further down.</param>
    public static IEnumerable<JsonObject> Under(OperationContext context, string path, bool isRecursive)
    {
        if (!IsValid(path))
        {
            throw ParameterErrors.BadPath();
        }

        return context.State.List(context.Scope, ParameterStore.Type)
            .Concat(PublicParameters.List(context.Scope))
            .Where(parameter => IsUnder(parameter, path, isRecursive));
    }

    public static bool IsUnder(JsonObject parameter, string path, bool isRecursive)
    {
        var (name, start) = (ParameterName.PathOf(parameter.String("Name") ?? ""), path.TrimEnd('/') + "/");
        return name.StartsWith(start, StringComparison.Ordinal) && (isRecursive || name.LastIndexOf('/') < start.Length);
    }

    public static bool IsValid(string path) => PathPattern.IsMatch(path);

    [GeneratedRegex(@"\A/([A-Za-z0-9_.-]+/)*[A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern { get; }
}
