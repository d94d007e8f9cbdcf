using System.Collections.Immutable;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// What a pattern asks of one field. <see cref="Path"/> is the names on the way, joined with dots; a dot within a name counts
/// as a joint too, in patterns and events (event-ruler's README, "Compiled rules and JSON keys with dots").
/// </summary>
internal sealed record FieldTests(string Path, ImmutableArray<ValueTest> Tests)
{
    /// <summary>Whether the field may be missing.</summary>
    public bool AllowsAbsence { get; } = Tests.Contains(AbsenceTest.Instance);

    /// <summary>The strings that the field must be one of; empty where anything else would do too.</summary>
    public ImmutableArray<byte[]> OnlyTexts { get; } = Tests.All(test => test is ExactTextTest)
        ? [.. Tests.OfType<ExactTextTest>().Select(test => test.Text)]
        : [];

    /// <summary>Whether a value passes any of the tests.</summary>
    public bool Accept(EventValue value)
    {
        foreach (var test in Tests)
        {
            if (test.Accepts(value))
            {
                return true;
            }
        }

        return false;
    }
}
