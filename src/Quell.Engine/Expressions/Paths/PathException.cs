using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>
/// A path, template or intrinsic function could not be applied to its data. <see cref="ErrorName"/> is what a state fails with and
/// a Catch names (developer guide, "Handling errors in Step Functions workflows"); <see cref="Cause"/> is AWS's text without the
/// words before it that name the state, which the interpreter puts there.
/// </summary>
internal sealed class PathException(string errorName, string cause) : Exception(cause)
{
    public const string Runtime = "States.Runtime";

    public const string IntrinsicFailure = "States.IntrinsicFailure";

    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";

    /// <summary>Characters of data that a cause repeats; AWS cuts a cause at 32,768.</summary>
    private const int LongestShown = 30_000;

    public string ErrorName { get; } = errorName;

    public string Cause { get; } = cause;

    /// <summary>A field's path leads nowhere.</summary>
    public static PathException NotFound(JsonPath path, string field, PathScope scope) =>
        new(Runtime, $"The JSONPath '{path.Text}' specified for the field '{field}' could not be found in the input '{Shown(path.RootOf(scope))}'");

    /// <summary>The value, unless it is nested deeper than a JSON text may be: it could not be written, nor read again.</summary>
    public static JsonValue Bounded(JsonValue value) => value.Depth <= JsonReading.MaxDepth
        ? value
        : throw new PathException(Runtime, $"The data is nested more than {JsonReading.MaxDepth} levels");

    /// <summary>The data as a cause shows it.</summary>
    public static string Shown(JsonValue? value)
    {
        var text = (value ?? JsonObject.Empty).ToString();
        return text.Length <= LongestShown ? text : text[..LongestShown];
    }
}
