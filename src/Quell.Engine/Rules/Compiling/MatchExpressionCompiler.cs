using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>
/// Compiles what stands in braces among a field's values: <c>{"prefix": "a"}</c> and its kin. Reads on exactly as far as AWS's
/// engine does before it complains, since the place is part of the complaint.
/// </summary>
internal sealed class MatchExpressionCompiler
{
    private const string OneKey = "Only one key allowed in match expression";
    private const string TooMany = "Too many elements in numeric expression";
    private const string IgnoreCase = "equals-ignore-case";

    private readonly PatternReader _reader;
    private readonly NumericExpressionCompiler _numeric;
    private readonly WildcardCompiler _wildcards;
    private readonly AnythingButCompiler _anythingBut;

    public MatchExpressionCompiler(PatternReader reader)
    {
        _reader = reader;
        _numeric = new(reader);
        _wildcards = new(reader);
        _anythingBut = new(reader, _wildcards);
    }

    /// <summary>The pieces of every wildcard met.</summary>
    public List<byte[][]> Wildcards => _wildcards.Met;

    /// <summary>Compiles the expression whose opening brace has been read, through its closing brace.</summary>
    public ValueTest Compile()
    {
        if (_reader.Read() != PatternToken.Name)
        {
            throw _reader.Error("Match expression name not found");
        }

        return _reader.Name switch
        {
            "exactly" => WithText("exact", text => new ExactTextTest(Bytes(text))),
            "prefix" => Affix("Prefix", IgnoreCaseTest.Part.Prefix, text => new PrefixTest(Bytes(text))),
            "suffix" => Affix("Suffix", IgnoreCaseTest.Part.Suffix, text => new SuffixTest(Bytes(text))),
            "numeric" => Numeric(),
            "anything-but" => _anythingBut.Compile(),
            "exists" => Exists(),
            "cidr" => WithText("prefix", Cidr.Parse),
            IgnoreCase => WithText(IgnoreCase, text => new IgnoreCaseTest(new(text), IgnoreCaseTest.Part.Whole)),
            "wildcard" => WithText("wildcard", _wildcards.Compile),
            var name => throw _reader.Error($"Unrecognized match type {name}"),
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private ValueTest WithText(string kind, Func<string, ValueTest> make)
    {
        RequireText(kind, _reader.Read());
        var test = make(_reader.Text);
        RequireEnd(OneKey);
        return test;
    }

    private void RequireText(string kind, PatternToken token)
    {
        if (token != PatternToken.String)
        {
            throw _reader.Error($"{kind} match pattern must be a string");
        }
    }

    private void RequireEnd(string complaint)
    {
        if (_reader.Read() != PatternToken.EndObject)
        {
            throw _reader.Error(complaint);
        }
    }

    private ValueTest Affix(string title, IgnoreCaseTest.Part part, Func<string, ValueTest> make)
    {
        var kind = title.ToLowerInvariant();
        var token = _reader.Read();
        if (token != PatternToken.StartObject)
        {
            RequireText(kind, token);
            var test = make(_reader.Text);
            RequireEnd(OneKey);
            return test;
        }

        if (_reader.Read() != PatternToken.Name)
        {
            throw _reader.Error($"{title} expression name not found");
        }

        if (_reader.Name != IgnoreCase)
        {
            throw _reader.Error($"Unsupported {kind} pattern: {_reader.Name}");
        }

        var caseless = WithText(IgnoreCase, text => new IgnoreCaseTest(new(text), part));
        RequireEnd(OneKey);
        return caseless;
    }

    private ValueTest Numeric()
    {
        if (_reader.Read() != PatternToken.StartArray)
        {
            throw _reader.Error("Value of numeric must be an array.");
        }

        var test = _numeric.Compile();
        RequireEnd(TooMany);
        return test;
    }

    private ValueTest Exists()
    {
        ValueTest test = _reader.Read() switch
        {
            PatternToken.True => PresenceTest.Instance,
            PatternToken.False => AbsenceTest.Instance,
            _ => throw _reader.Error("exists match pattern must be either true or false."),
        };
        RequireEnd(OneKey);
        return test;
    }
}
