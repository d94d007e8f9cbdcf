using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>
/// Compiles the text of a pattern into branches. What is accepted, and the text and place of every refusal, are those of AWS's
/// engine (aws/event-ruler, README and the conformance cases); of two fields with one path the later counts.
/// </summary>
internal sealed class PatternCompiler
{
    /// <summary>
    /// Ways to match that the <c>$or</c>s of one pattern may multiply to (EventBridge user guide, "Comparison operators":
    /// rules of more than 1,000 combinations are refused).
    /// </summary>
    private const int MaxBranches = 1000;

    /// <summary>Fields that all those ways may have together.</summary>
    private const int MaxFields = 100_000;

    private const string Or = "$or";

    private static readonly HashSet<string> ReservedInOr = new(StringComparer.Ordinal)
    {
        "exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr",
        "=", "<", "<=", ">", ">=",
        "regex", "not-wildcard", "not-equals-ignore-case",
        "date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range",
        "ip-address-in-range", "ip-address-not-in-range",
    };

    private readonly PatternReader _reader;
    private readonly MatchExpressionCompiler _expressions;
    private readonly List<string> _path = [];
    private List<ImmutableDictionary<string, FieldTests>> _branches = [];

    private PatternCompiler(string text)
    {
        _reader = new PatternReader(text);
        _expressions = new MatchExpressionCompiler(_reader);
    }

    /// <summary>The branches; null where the pattern is refused.</summary>
    public static ImmutableArray<PatternBranch>? Compile(string text, out PatternError? error)
    {
        try
        {
            error = null;
            return new PatternCompiler(text).Compile();
        }
        catch (PatternSyntaxException refusal)
        {
            error = refusal.Error;
            return null;
        }
    }

    private ImmutableArray<PatternBranch> Compile()
    {
        if (_reader.Read() != PatternToken.StartObject)
        {
            throw _reader.Error("Filter is not an object");
        }

        CompileObject(inOr: false);
        WildcardComplexity.Check(_expressions.Wildcards);
        return
        [
            .. _branches.Select(branch => new PatternBranch(
                [.. branch.Values.OrderBy(field => field.Path, StringComparer.Ordinal)])),
        ];
    }

    private void CompileObject(bool inOr)
    {
        var isEmpty = true;
        while (_reader.Read() != PatternToken.EndObject)
        {
            isEmpty = false;
            var name = _reader.Name;
            if (name == Or)
            {
                CompileOr();
                continue;
            }

            if (inOr && ReservedInOr.Contains(name))
            {
                throw _reader.Error($"{name} is Ruler reserved fieldName which cannot be used inside {Or}.");
            }

            CompileMember(name, inOr);
        }

        if (isEmpty)
        {
            throw _reader.Error("Empty objects are not allowed");
        }
    }

    private void CompileMember(string name, bool inOr)
    {
        _path.Add(AsInUtf8(name));
        switch (_reader.Read())
        {
            case PatternToken.StartObject:
                CompileObject(inOr);
                break;
            case PatternToken.StartArray:
                AddField(string.Join('.', _path), CompileValues());
                break;
            default:
                throw _reader.Error($"\"{name}\" must be an object or an array");
        }

        _path.RemoveAt(_path.Count - 1);
    }

    // Names that are the same in UTF-8 must be one path: surrogates without their partner are.
    private static string AsInUtf8(string name) =>
        name.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) : name;

    private static PatternSyntaxException TooComplex(string why) => new(new PatternError($"Rule is too complex - {why}"));

    private static PatternSyntaxException TooManyFields() => TooComplex($"{Or} makes combinations of more than {MaxFields} fields together");

    private void CompileOr()
    {
        var before = _branches;
        List<ImmutableDictionary<string, FieldTests>> all = [];
        if (_reader.Read() != PatternToken.StartArray)
        {
            throw _reader.Error($"It must be an Array followed with {Or}.");
        }

        var (alternatives, fields) = (0, 0L);
        while (_reader.Read() is var token && token != PatternToken.EndArray)
        {
            alternatives++;
            if (token != PatternToken.StartObject)
            {
                throw _reader.Error($"Only JSON object is allowed in array of {Or} relationship.");
            }

            _branches = before.Count == 0 ? [ImmutableDictionary<string, FieldTests>.Empty] : [.. before];
            CompileObject(inOr: true);
            all.AddRange(_branches);
            if (all.Count > MaxBranches)
            {
                throw TooComplex($"{Or} makes more than {MaxBranches} combinations");
            }

            fields += _branches.Sum(branch => (long)branch.Count);
            if (all.Count > 1 && fields > MaxFields)
            {
                throw TooManyFields();
            }
        }

        if (alternatives < 2)
        {
            throw _reader.Error($"There must have at least 2 Objects in {Or} relationship.");
        }

        _branches = all;
    }

    private ImmutableArray<ValueTest> CompileValues()
    {
        var tests = ImmutableArray.CreateBuilder<ValueTest>();
        while (_reader.Read() is var token && token != PatternToken.EndArray)
        {
            tests.Add(token switch
            {
                PatternToken.StartObject => _expressions.Compile(),
                PatternToken.String => TextOrAddress(_reader.Text),
                PatternToken.Number => new NumberTest(Encoding.UTF8.GetBytes(_reader.Text)),
                PatternToken.Null or PatternToken.True or PatternToken.False => new WordTest(Encoding.UTF8.GetBytes(_reader.Text)),
                _ => throw _reader.Error("Match value must be String, number, true, false, or null"),
            });
        }

        return tests.Count == 0 ? throw _reader.Error("Empty arrays are not allowed") : tests.DrainToImmutable();
    }

    // A string that is an address matches every way to write that address.
    private static ValueTest TextOrAddress(string text) => IpAddress.TryParse(text, out var address)
        ? new AddressTest(address.Value.Value, address.Value.Value, address.Value.IsV6)
        : new ExactTextTest(Encoding.UTF8.GetBytes(text));

    private void AddField(string path, ImmutableArray<ValueTest> tests)
    {
        if (_branches.Count == 0)
        {
            _branches.Add(ImmutableDictionary.Create<string, FieldTests>(StringComparer.Ordinal));
        }

        if (_branches.Count > 1 && (long)_branches.Count * (_branches[^1].Count + 1) > MaxFields)
        {
            throw TooManyFields();
        }

        var field = new FieldTests(path, tests);
        for (var branch = 0; branch < _branches.Count; branch++)
        {
            _branches[branch] = _branches[branch].SetItem(path, field);
        }
    }
}
