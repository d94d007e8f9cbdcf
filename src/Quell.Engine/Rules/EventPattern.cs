using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Quell.Engine.Rules.Compiling;

namespace Quell.Engine.Rules;

/// <summary>A compiled event pattern. Immutable; any number of threads may match with it at once.</summary>
internal sealed class EventPattern
{
    private RuleSet<EventPattern>? _alone;

    private EventPattern(string text, ImmutableArray<PatternBranch> branches)
    {
        Text = text;
        Branches = branches;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>The ways to match it; any one suffices.</summary>
    public ImmutableArray<PatternBranch> Branches { get; }

    /// <summary>Compiles a pattern, or says why AWS would refuse it.</summary>
    public static bool TryCompile(
        string text, [NotNullWhen(true)] out EventPattern? pattern, [NotNullWhen(false)] out PatternError? error)
    {
        if (PatternCompiler.Compile(text, out error) is { } branches)
        {
            pattern = new EventPattern(text, branches);
            return true;
        }

        pattern = null;
        error ??= new PatternError("");
        return false;
    }

    /// <inheritdoc cref="TryCompile(string, out EventPattern?, out PatternError?)"/>
    public static bool TryCompile(
        ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out EventPattern? pattern, [NotNullWhen(false)] out PatternError? error) =>
        TryCompile(Encoding.UTF8.GetString(utf8), out pattern, out error);

    /// <summary>Whether the event, a JSON object in UTF-8, matches.</summary>
    /// <exception cref="EventSyntaxException">It is not a JSON object.</exception>
    public bool Matches(ReadOnlySpan<byte> eventUtf8) => (_alone ??= RuleSet<EventPattern>.Empty.Add(this, this)).MatchesAny(eventUtf8);
}
