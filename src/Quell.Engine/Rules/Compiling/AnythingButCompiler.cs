using System.Collections.Immutable;
using System.Text;
using Quell.Engine.Rules.Values;

namespace Quell.Engine.Rules.Compiling;

/// <summary>Compiles <c>{"anything-but": …}</c>: a string, a number, a list of either, or another kind of test on one or more strings.</summary>
internal sealed class AnythingButCompiler(PatternReader reader, WildcardCompiler wildcards)
{
    private const string TooMany = "Too many elements in numeric expression";
    private const string IgnoreCase = "equals-ignore-case";

    /// <summary>Compiles what follows the name, through the closing brace of the expression.</summary>
    public AnythingButTest Compile()
    {
        var kind = "";
        var token = reader.Read();
        if (token == PatternToken.StartObject)
        {
            kind = ReadKind();
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

    private string ReadKind()
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
        .. texts.Select<string, ValueTest>(text => kind switch
        {
            IgnoreCase => new IgnoreCaseTest(new(text), IgnoreCaseTest.Part.Whole),
            "prefix" => new PrefixTest(Bytes(text)),
            "suffix" => new SuffixTest(Bytes(text)),
            _ => wildcards.Compile(text),
        }),
    ];

    private void RequireEnd(string complaint)
    {
        if (reader.Read() != PatternToken.EndObject)
        {
            throw reader.Error(complaint);
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
