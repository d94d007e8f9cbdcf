using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>
/// An InputPath or OutputPath (developer guide, "Processing input and output in Step Functions"): what of the data goes on. Absent
/// is all of it, JSON null is the empty object.
/// </summary>
internal sealed class DataPath
{
    /// <summary>All of the data.</summary>
    public static readonly DataPath Whole = new(null, isNothing: false);

    private static readonly DataPath Nothing = new(null, isNothing: true);

    private readonly JsonPath? _path;
    private readonly bool _isNothing;

    private DataPath(JsonPath? path, bool isNothing) => (_path, _isNothing) = (path, isNothing);

    /// <summary>Whether all of the data goes on.</summary>
    public bool IsWhole => _path is null && !_isNothing;

    /// <param name="field">The field's value; C# null where the state has none.</param>
    /// <exception cref="PathSyntaxException">It is no path.</exception>
    public static DataPath Read(JsonValue? field) => field switch
    {
        null or JsonString { Value: "$" } => Whole,
        JsonNull => Nothing,
        JsonString text => new(JsonPath.Parse(text.Value), isNothing: false),
        _ => throw new PathSyntaxException("Expected value of type String", 1),
    };

    /// <exception cref="PathException">The path leads nowhere.</exception>
    public JsonValue Select(PathScope scope) => _path is not null ? _path.Read(scope) : _isNothing ? JsonObject.Empty : scope.Input;
}
