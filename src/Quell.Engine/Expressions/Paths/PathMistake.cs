namespace Quell.Engine.Expressions.Paths;

/// <summary>One mistake of a definition's author.</summary>
/// <param name="Location">Where, as AWS names places: <c>/States/Look/Parameters</c>.</param>
/// <param name="Message">What is wrong, in AWS's words where they are known.</param>
internal sealed record PathMistake(string Location, string Message);
