using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Paths;

/// <summary>Reads paths. One inside a longer text (a filter, an intrinsic function) ends where its next step would not begin.</summary>
internal sealed class PathReader
{
    /// <summary>Characters that a path may have.</summary>
    public const int LongestText = 262_144;

    /// <summary>Steps that a path may have; evaluation recurses over those that branch.</summary>
    public const int MaxSteps = 256;

    /// <summary>Filters, parentheses and function arguments inside each other.</summary>
    public const int MaxDepth = 32;

    private const string EndsNameInside = ",)]}=<>!&|~";

    private readonly TextCursor _cursor;
    private readonly bool _isInside;
    private readonly int _depth;

    private PathReader(TextCursor cursor, bool isInside, int depth) => (_cursor, _isInside, _depth) = (cursor, isInside, depth);

    /// <exception cref="PathSyntaxException">The text is no path.</exception>
    public static JsonPath ReadWhole(string text)
    {
        if (text.Length > LongestText)
        {
            throw new PathSyntaxException($"A path has at most {LongestText} characters", LongestText);
        }

        var cursor = new TextCursor(text);
        var path = new PathReader(cursor, isInside: false, depth: 0).Read();
        return cursor.IsAtEnd ? path : throw cursor.Unexpected("'.' or '['");
    }

    /// <summary>Reads the path that begins here and leaves the cursor behind it.</summary>
    public static JsonPath ReadInside(TextCursor cursor, int depth) => depth > MaxDepth
        ? throw cursor.Wrong($"Paths are inside each other more than {MaxDepth} times")
        : new PathReader(cursor, isInside: true, depth).Read();

    private JsonPath Read()
    {
        var start = _cursor.Position;
        var (root, variable) = ReadRoot();
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        PathFunctionCall? function = null;
        while (function is null && _cursor.Current is '.' or '[')
        {
            if (steps.Count >= MaxSteps)
            {
                throw _cursor.Wrong($"A path has at most {MaxSteps} steps");
            }

            function = ReadStep(steps);
        }

        return new JsonPath(_cursor.Text[start.._cursor.Position], root, variable, steps.DrainToImmutable(), function);
    }

    private (PathRoot Root, string? Variable) ReadRoot()
    {
        if (_depth > 0 && _cursor.Take("@"))
        {
            return (PathRoot.Current, null);
        }

        if (_cursor.Take("$$"))
        {
            return (PathRoot.Context, null);
        }

        if (!_cursor.Take("$"))
        {
            throw _cursor.Unexpected("'$'");
        }

        var start = _cursor.Position;
        while (char.IsLetterOrDigit(_cursor.Current) || _cursor.Current == '_')
        {
            _cursor.Position++;
        }

        return start == _cursor.Position ? (PathRoot.Input, null) : (PathRoot.Variable, _cursor.Text[start.._cursor.Position]);
    }

    /// <summary>Reads one step, which may be a function and then ends the path.</summary>
    private PathFunctionCall? ReadStep(ImmutableArray<PathStep>.Builder steps)
    {
        if (_cursor.Take(".."))
        {
            steps.Add(new PathStep.Descend());
            return (_cursor.Current == '[' ? ReadBracket(steps) : ReadName(steps)) is null
                ? null
                : throw _cursor.Wrong("'..' leads to a name or a bracket, not to a function");
        }

        // A dot before a bracket is taken: the developer guide writes $.abc.['def ghi'].
        return _cursor.Take(".") && _cursor.Current != '[' ? ReadName(steps) : ReadBracket(steps);
    }

    private PathFunctionCall? ReadName(ImmutableArray<PathStep>.Builder steps)
    {
        var start = _cursor.Position;
        var hasEscape = false;
        while (!_cursor.IsAtEnd && !EndsName(_cursor.Current))
        {
            hasEscape |= _cursor.Current == '\\';
            _cursor.Position += _cursor.Current == '\\' && _cursor.Position + 1 < _cursor.Text.Length ? 2 : 1;
        }

        var name = _cursor.Text[start.._cursor.Position];
        if (hasEscape)
        {
            var plain = TextCursor.Unescaped(name);
            steps.Add(TextCursor.IsWellFormed(plain) ? new PathStep.Member(plain) : throw _cursor.Wrong("The name has an unpaired surrogate escape"));
            return null;
        }

        if (name.Length == 0)
        {
            throw _cursor.Unexpected("a name");
        }

        if (_cursor.Current == '(')
        {
            return ReadFunction(name, start);
        }

        steps.Add(name == "*" ? new PathStep.All() : new PathStep.Member(name));
        return null;
    }

    private bool EndsName(char character) =>
        character is '.' or '[' or '(' || char.IsWhiteSpace(character) || (_isInside && EndsNameInside.Contains(character, StringComparison.Ordinal));

    private PathFunctionCall ReadFunction(string name, int start)
    {
        if (!PathFunctionCall.IsKnown(name))
        {
            _cursor.Position = start;
            throw _cursor.Wrong($"There is no function {name}()");
        }

        _cursor.Expect("(");
        var arguments = ImmutableArray.CreateBuilder<FilterOperand>();
        while (!_cursor.TakeAfterSpace(")"))
        {
            if (arguments.Count > 0)
            {
                _cursor.Expect(",");
            }

            arguments.Add(FilterReader.ReadOperand(_cursor, _depth + 1));
        }

        return new PathFunctionCall(name, arguments.DrainToImmutable());
    }

    private PathFunctionCall? ReadBracket(ImmutableArray<PathStep>.Builder steps)
    {
        _cursor.Expect("[");
        _cursor.SkipSpace();
        steps.Add(_cursor.Current switch
        {
            '\'' or '"' => ReadNames(),
            '*' => ReadAll(),
            '?' => new PathStep.Filter(ReadFilter()),
            _ => ReadPositions(),
        });
        _cursor.Expect("]");
        return null;
    }

    private PathStep.All ReadAll()
    {
        _cursor.Position++;
        return new PathStep.All();
    }

    private PathFilter ReadFilter()
    {
        _cursor.Position++;
        return FilterReader.Read(_cursor, _depth + 1);
    }

    private PathStep ReadNames()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            _cursor.SkipSpace();
            names.Add(_cursor.Current is '\'' or '"' ? _cursor.ReadQuotedName() : throw _cursor.Unexpected("a name in quotes"));
        }
        while (_cursor.TakeAfterSpace(","));
        return names.Count == 1 ? new PathStep.Member(names[0]) : new PathStep.Members(names.DrainToImmutable());
    }

    private PathStep ReadPositions()
    {
        int? from = _cursor.Current == ':' ? null : _cursor.ReadInteger();
        if (_cursor.TakeAfterSpace(":"))
        {
            _cursor.SkipSpace();
            return new PathStep.Slice(from, _cursor.Current == ']' ? null : _cursor.ReadInteger());
        }

        var positions = ImmutableArray.Create(from ?? 0);
        while (_cursor.TakeAfterSpace(","))
        {
            _cursor.SkipSpace();
            positions = positions.Add(_cursor.ReadInteger());
        }

        return positions.Length == 1 ? new PathStep.Index(positions[0]) : new PathStep.Indices(positions);
    }
}
