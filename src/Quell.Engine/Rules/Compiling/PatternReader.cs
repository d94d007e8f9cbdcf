using System.Globalization;

namespace Quell.Engine.Rules.Compiling;

/// <summary>
/// A pull reader of JSON text whose sense of place is AWS's. The line and column in an error text depend on how far the
/// reader of AWS's engine (Jackson) had read when the error was found, so this one advances the same way: a string is read
/// to its end only when it is asked for or passed over; a name is read together with the first character of its value.
/// </summary>
internal sealed partial class PatternReader(string text)
{
    /// <summary>Levels of nesting, as the engine limits them.</summary>
    public const int MaxDepth = 1000;

    private const int MaxNumberLength = 1000;

    private readonly Stack<Level> _levels = new();
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private bool _inString;
    private string? _string;
    private PatternToken _afterName;
    private (int Line, int Column) _tokenStart = (1, 0);
    private (int Start, int End) _number;

    public PatternToken Token { get; private set; }

    /// <summary>The name last read.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The text of the scalar that the reader stands on: a string's value, a number as it is written.</summary>
    public string Text => Token switch
    {
        PatternToken.Name => Name,
        PatternToken.String => _string ??= FinishString(),
        PatternToken.Number => text[_number.Start.._number.End],
        PatternToken.True => "true",
        PatternToken.False => "false",
        PatternToken.Null => "null",
        PatternToken.StartObject => "{",
        PatternToken.EndObject => "}",
        PatternToken.StartArray => "[",
        PatternToken.EndArray => "]",
        _ => "",
    };

    public PatternToken Read()
    {
        if (Token == PatternToken.Name)
        {
            return Token = Enter(_afterName);
        }

        if (_inString)
        {
            FinishString();
        }

        _string = null;
        var next = SkipSpace();
        if (next < 0)
        {
            return Token = EndOfText();
        }

        if (next is ']' or '}')
        {
            return Token = Close((char)next);
        }

        if (_levels.TryPeek(out var level) && level.ExpectsComma())
        {
            next = SkipComma(next, level);
        }

        if (level?.IsObject != true)
        {
            return Token = Enter(StartValue(next));
        }

        Name = next == '"' ? ReadName() : throw Unexpected(next, "was expecting double-quote to start field name");
        _afterName = StartValue(SkipColon());
        return Token = PatternToken.Name;
    }

    private PatternToken Enter(PatternToken token)
    {
        if (token is PatternToken.StartObject or PatternToken.StartArray)
        {
            _levels.Push(new Level(token == PatternToken.StartObject, _tokenStart));
            if (_levels.Count > MaxDepth)
            {
                throw new PatternSyntaxException(new PatternError(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Document nesting depth ({_levels.Count}) exceeds the maximum allowed ({MaxDepth}, from `StreamReadConstraints.getMaxNestingDepth()`)")));
            }
        }

        return token;
    }

    private PatternToken Close(char bracket)
    {
        _tokenStart = (_line, _position - _lineStart);
        var isObject = bracket == '}';
        if (!_levels.TryPeek(out var level) || level.IsObject != isObject)
        {
            throw Error($"Unexpected close marker '{bracket}': expected '{(isObject ? ']' : '}')}' (for {KindOf(level)} starting at {PlaceOf(level)})");
        }

        _levels.Pop();
        return isObject ? PatternToken.EndObject : PatternToken.EndArray;
    }

    private PatternToken StartValue(int first)
    {
        _tokenStart = (_line, _position - _lineStart);
        switch (first)
        {
            case '"':
                _inString = true;
                _string = null;
                return PatternToken.String;
            case '[':
                return PatternToken.StartArray;
            case '{':
                return PatternToken.StartObject;
            case 't':
                return ReadWord("true", PatternToken.True);
            case 'f':
                return ReadWord("false", PatternToken.False);
            case 'n':
                return ReadWord("null", PatternToken.Null);
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            case '}':
                throw Unexpected(first, "expected a value");
            default:
                throw OddValue(first);
        }
    }

    private PatternToken ReadWord(string word, PatternToken token)
    {
        for (var matched = 1; matched < word.Length; matched++, _position++)
        {
            if (_position >= text.Length || text[_position] != word[matched])
            {
                throw UnknownWord(word[..matched]);
            }
        }

        return _position < text.Length && IsWordPart(text[_position]) ? throw UnknownWord(word) : token;
    }

    private PatternToken ReadNumber()
    {
        var start = --_position;
        if (text[_position] == '-')
        {
            _position++;
            if (!NextIsDigit())
            {
                throw BadNumber("expected digit (0-9) to follow minus sign, for valid numeric value");
            }
        }

        var leadingZero = text[_position] == '0';
        SkipDigits(out var digits);
        if (leadingZero && digits > 1)
        {
            throw Error("Invalid numeric value: Leading zeroes not allowed");
        }

        if (_position < text.Length && text[_position] == '.')
        {
            _position++;
            if (!NextIsDigit())
            {
                throw BadNumber("Decimal point not followed by a digit");
            }

            SkipDigits(out _);
        }

        if (_position < text.Length && text[_position] is 'e' or 'E')
        {
            _position++;
            if (_position < text.Length && text[_position] is '+' or '-')
            {
                _position++;
            }

            if (!NextIsDigit())
            {
                throw BadNumber("Exponent indicator not followed by a digit");
            }

            SkipDigits(out _);
        }

        _number = (start, _position);
        if (_position - start > MaxNumberLength)
        {
            throw new PatternSyntaxException(new PatternError(string.Create(
                CultureInfo.InvariantCulture,
                $"Number value length ({_position - start}) exceeds the maximum allowed ({MaxNumberLength}, from `StreamReadConstraints.getMaxNumberLength()`)")));
        }

        return PatternToken.Number;
    }

    private bool NextIsDigit() => _position < text.Length && char.IsAsciiDigit(text[_position]);

    private void SkipDigits(out int count)
    {
        var start = _position;
        while (NextIsDigit())
        {
            _position++;
        }

        count = _position - start;
    }

    /// <summary>An open object or array and how much of it has been read.</summary>
    private sealed class Level(bool isObject, (int Line, int Column) start)
    {
        private bool _hasEntries;

        public bool IsObject => isObject;

        public (int Line, int Column) Start => start;

        /// <summary>Whether a comma must come next; counts the entry that follows.</summary>
        public bool ExpectsComma()
        {
            var expects = _hasEntries;
            _hasEntries = true;
            return expects;
        }
    }
}
