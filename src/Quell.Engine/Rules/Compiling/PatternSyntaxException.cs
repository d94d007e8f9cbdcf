namespace Quell.Engine.Rules.Compiling;

/// <summary>Ends a compilation; never leaves <see cref="PatternCompiler"/>.</summary>
internal sealed class PatternSyntaxException(PatternError error) : FormatException(error.Reason)
{
    public PatternError Error { get; } = error;
}
