using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>
/// Compiles what stands in braces among a field's values: <c>{"prefix": "a"}</c> and its kin. Reads on exactly as far as AWS's
/// engine does before it complains, since the place is part of the complaint.
/// </summary>
internal sealed class MatchExpressionCompiler(PatternReader reader)
{
    private const string OneKey = "Only one key allowed in match expression";
    private const string TooMany = "Too many elements in numeric expression";
    private const string IgnoreCase = "equals-ignore-case";

    private readonly NumericExpressionCompiler _numeric = new(reader);

    /// <summary>The pieces of every wildcard met.</summary>
    public List<byte[][]> Wildcards { get; } = [];

    /// <summary>Compiles the expression whose opening brace has been read, through its closing brace.</summary>
    public ValueTest Compile()
    {
        if (reader.Read() != PatternToken.Name)
        {
            throw reader.Error("Match expression name not found");
        }

        return reader.Name switch
        {
            "exactly" => WithText("exact", text => new ExactTextTest(Bytes(text))),
            "prefix" => Affix("Prefix", IgnoreCaseTest.Part.Prefix, text => new PrefixTest(Bytes(text))),
            "suffix" => Affix("Suffix", IgnoreCaseTest.Part.Suffix, text => new SuffixTest(Bytes(text))),
            "numeric" => Numeric(),
            "anything-but" => AnythingBut(),
            "exists" => Exists(),
            "cidr" => WithText("prefix", Cidr.Parse),
            IgnoreCase => WithText(IgnoreCase, text => new IgnoreCaseTest(new(text), IgnoreCaseTest.Part.Whole)),
            "wildcard" => WithText("wildcard", CompileWildcard),
            var name => throw reader.Error($"Unrecognized match type {name}"),
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private ValueTest WithText(string kind, Func<string, ValueTest> make)
    {
        RequireText(kind, reader.Read());
        var test = make(reader.Text);
        RequireEnd(OneKey);
        return test;
    }

    private void RequireText(string kind, PatternToken token)
    {
        if (token != PatternToken.String)
        {
            throw reader.Error($"{kind} match pattern must be a string");
        }
    }

    private void RequireEnd(string complaint)
    {
        if (reader.Read() != PatternToken.EndObject)
        {
            throw reader.Error(complaint);
        }
    }

    private ValueTest Affix(string title, IgnoreCaseTest.Part part, Func<string, ValueTest> make)
    {
        var kind = title.ToLowerInvariant();
        var token = reader.Read();
        if (token != PatternToken.StartObject)
        {
            RequireText(kind, token);
            var test = make(reader.Text);
            RequireEnd(OneKey);
            return test;
        }

        if (reader.Read() != PatternToken.Name)
        {
            throw reader.Error($"{title} expression name not found");
        }

        if (reader.Name != IgnoreCase)
        {
            throw reader.Error($"Unsupported {kind} pattern: {reader.Name}");
        }

        var caseless = WithText(IgnoreCase, text => new IgnoreCaseTest(new(text), part));
        RequireEnd(OneKey);
        return caseless;
    }

    private ValueTest Numeric()
    {
        if (reader.Read() != PatternToken.StartArray)
        {
            throw reader.Error("Value of numeric must be an array.");
        }

        var test = _numeric.Compile();
        RequireEnd(TooMany);
        return test;
    }

    private ValueTest Exists()
    {
        ValueTest test = reader.Read() switch
        {
            PatternToken.True => PresenceTest.Instance,
            PatternToken.False => AbsenceTest.Instance,
            _ => throw reader.Error("exists match pattern must be either true or false."),
        };
        RequireEnd(OneKey);
        return test;
    }

    private ValueTest CompileWildcard(string text)
    {
        var pieces = Wildcard.Split(text, out var error) ?? throw reader.Error(error ?? "");
        Wildcards.Add(pieces);
        return new WildcardTest(pieces);
    }

    private AnythingButTest AnythingBut()
    {
        var kind = "";
        var token = reader.Read();
        if (token == PatternToken.StartObject)
        {
            kind = AnythingButKind();
            token = reader.Read();
        }

        if (token is not (PatternToken.StartArray or PatternToken.String or PatternToken.Number))
        {
            throw reader.Error("Value of anything-but must be an array or single string/number value.");
        }

        var refused = (token, kind) switch
        {
            (PatternToken.StartArray, "") => ListOfValues(),
            (PatternToken.StartArray, _) => ListOfTexts(kind),
            (_, "") => [SingleValue(token)],
            _ => Tests(kind, [TextOf(kind, token)]),
        };
        RequireEnd(TooMany);
        if (kind.Length > 0)
        {
            RequireEnd(TooMany);
        }

        return new AnythingButTest(refused);
    }

    private string AnythingButKind()
    {
        if (reader.Read() != PatternToken.Name)
        {
            throw reader.Error("Anything-But expression name not found");
        }

        return reader.Name is IgnoreCase or "prefix" or "suffix" or "wildcard"
            ? reader.Name
            : throw reader.Error($"Unsupported anything-but pattern: {reader.Name}");
    }

    private ValueTest SingleValue(PatternToken token)
    {
        var text = Bytes(reader.Text);
        if (token == PatternToken.String)
        {
            return new ExactTextTest(text);
        }

        // The engine does not say where.
        return ComparableNumber.TryParse(text, out _)
            ? new NumberTest(text)
            : throw new PatternSyntaxException(new PatternError($"Cannot compare number : {reader.Text}"));
    }

    private ImmutableArray<ValueTest> ListOfValues()
    {
        var tests = ImmutableArray.CreateBuilder<ValueTest>();
        Guarded(() =>
        {
            while (reader.Read() is var token && token != PatternToken.EndArray)
            {
                tests.Add(token switch
                {
                    PatternToken.String => new ExactTextTest(Bytes(reader.Text)),
                    PatternToken.Number => SingleValue(token),
                    _ => throw reader.Error("Inside anything but list, start|null|boolean is not supported."),
                });
            }
        });

        return tests.Any(test => test is NumberTest) != tests.Any(test => test is ExactTextTest)
            ? tests.DrainToImmutable()
            : throw reader.Error("Inside anything but list, either all values are number or string, mixed type is not supported");
    }

    private ImmutableArray<ValueTest> ListOfTexts(string kind)
    {
        List<string> texts = [];
        Guarded(() =>
        {
            while (reader.Read() is var token && token != PatternToken.EndArray)
            {
                texts.Add(TextOf(kind, token));
            }
        });
        return Tests(kind, texts);
    }

    // What goes wrong while the engine reads a list is reported within a second report, so that the place stands there twice.
    private void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (PatternSyntaxException inner)
        {
            throw reader.Error(inner.Error.Reason);
        }
    }

    private string TextOf(string kind, PatternToken token)
    {
        if (token != PatternToken.String)
        {
            throw reader.Error(kind switch
            {
                IgnoreCase => "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
                "wildcard" => "wildcard match pattern must be a string",
                _ => "prefix/suffix match pattern must be a string",
            });
        }

        var text = reader.Text;
        return text.Length == 0 && kind is ("prefix" or "suffix")
            ? throw reader.Error("Null prefix/suffix not allowed")
            : text;
    }

    private ImmutableArray<ValueTest> Tests(string kind, List<string> texts) =>
    [
        .. texts.Select(text => kind switch
        {
            IgnoreCase => new IgnoreCaseTest(new(text), IgnoreCaseTest.Part.Whole),
            "prefix" => new PrefixTest(Bytes(text)),
            "suffix" => new SuffixTest(Bytes(text)),
            _ => CompileWildcard(text),
        }),
    ];
}
