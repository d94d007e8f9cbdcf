using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>Compiles wildcards and remembers them, since what they cost together is bounded (<see cref="WildcardComplexity"/>).</summary>
internal sealed class WildcardCompiler(PatternReader reader)
{
    /// <summary>The pieces of every wildcard met.</summary>
    public List<byte[][]> Met { get; } = [];

    public WildcardTest Compile(string text)
    {
        var pieces = Wildcard.Split(text, out var error) ?? throw reader.Error(error ?? "");
        Met.Add(pieces);
        return new WildcardTest(pieces);
    }
}
