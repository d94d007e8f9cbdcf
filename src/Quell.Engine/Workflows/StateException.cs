namespace Quell.Engine.Workflows;

/// <summary>A state cannot go on; the only exception that the interpreter's parts throw at each other.</summary>
/// <param name="error">The error's name, as retriers and catchers match it.</param>
/// <param name="cause">AWS's text without the words before it that name the state.</param>
internal sealed class StateException(string error, string cause) : Exception(cause)
{
    public string Error { get; } = error;

    public string Cause { get; } = cause;

    /// <summary>The field whose expression failed, <c>Output/result</c>; null where it was none.</summary>
    public string? Location { get; init; }

    /// <summary>A value is larger than a state may hold.</summary>
    public static StateException TooLarge(string what) => new(
        Failures.ErrorNames.DataLimitExceeded, $"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit.");
}
