using System.Collections.Immutable;

namespace Quell.Engine.Rules.Values;

/// <summary>
/// What a pattern asks of one field. <see cref="Path"/> is the names on the way, joined with dots; a dot within a name counts
/// as a joint too, in patterns and events (event-ruler's README, "Compiled rules and JSON keys with dots").
/// </summary>
internal sealed class FieldTests(string path, ImmutableArray<ValueTest> tests)
{
    /// <summary>From so many tests on, a field is looked at last.</summary>
    private const int Many = 32;

    private readonly ManyTests? _many = ManyTests.Of(tests);

    public string Path => path;

    /// <summary>The tests, of which one has to be passed, each once.</summary>
    public ImmutableArray<ValueTest> Tests { get; } = tests.Length == 1 ? tests : [.. tests.Distinct()];

    /// <summary>Whether the field may be missing.</summary>
    public bool AllowsAbsence
    {
        get
        {
            foreach (var test in Tests)
            {
                if (test is AbsenceTest)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>How many events will pass, from few to many, as far as the kinds of tests tell.</summary>
    public ValueTest.Rarity Rarity
    {
        get
        {
            if (Tests.Length >= Many)
            {
                return ValueTest.Rarity.Many;
            }

            var most = ValueTest.Rarity.Exact;
            foreach (var test in Tests)
            {
                most = test.Passing > most ? test.Passing : most;
            }

            return most;
        }
    }

    /// <summary>Whether the other asks the same of its values.</summary>
    public bool Asks(FieldTests other) => ReferenceEquals(this, other) || Tests.AsSpan().SequenceEqual(other.Tests.AsSpan());

    /// <summary>Whether a value passes any of the tests.</summary>
    public bool Accept(EventValue value)
    {
        if (_many is not null)
        {
            return _many.Accept(value);
        }

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
