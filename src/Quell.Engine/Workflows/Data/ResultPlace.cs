using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Data;

/// <summary>A ResultPath: where a result goes in the state's input. Absent, it takes the input's place; null, it is dropped.</summary>
internal sealed class ResultPlace
{
    /// <summary>The result takes the input's place.</summary>
    public static readonly ResultPlace Whole = new(null, isDropped: false);

    private static readonly ResultPlace Nowhere = new(null, isDropped: true);

    private readonly ReferencePath? _path;
    private readonly bool _isDropped;

    private ResultPlace(ReferencePath? path, bool isDropped) => (_path, _isDropped) = (path, isDropped);

    /// <exception cref="PathSyntaxException">It is no reference path.</exception>
    public static ResultPlace Read(JsonValue? field) => field switch
    {
        null or JsonString { Value: "$" } => Whole,
        JsonNull => Nowhere,
        JsonString text => new(ReferencePath.Parse(text.Value), isDropped: false),
        _ => throw new PathSyntaxException("Expected value of type String", 1),
    };

    /// <exception cref="PathException">The input has no such place.</exception>
    public JsonValue Put(JsonValue input, JsonValue result) => _isDropped ? input : _path?.Write(input, result) ?? result;
}
