using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Quell.Engine.Templates.Reading;

/// <summary>Reads a JSON template. Strict JSON; a name that stands twice in an object is an error.</summary>
internal ref struct JsonText
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly TextDialect _dialect;
    private readonly int[] _lines;
    private readonly TextBudget _budget = new();
    private readonly List<TemplateError> _errors = [];
    private Utf8JsonReader _reader;

    private JsonText(ReadOnlySpan<byte> utf8, TextDialect dialect)
    {
        _dialect = dialect;
        _utf8 = utf8;
        _lines = LineStarts(utf8);
        // One level more than ours, so that ours is the limit that speaks.
        _reader = new(utf8, new JsonReaderOptions { MaxDepth = TemplateText.MaxDepth + 2 });
    }

    public static (TemplateNode? Root, ImmutableArray<TemplateError> Errors) Read(string text, TextDialect dialect)
    {
        var reading = new JsonText(Encoding.UTF8.GetBytes(text), dialect);
        try
        {
            reading._reader.Read();
            var root = reading.ReadNode(0);
            reading._reader.Read();
            return (root, [.. reading._errors]);
        }
        catch (TemplateTextException fault)
        {
            return (null, [fault.ToError("JSON", dialect)]);
        }
        catch (JsonException fault)
        {
            return (null, [Explain(fault, dialect)]);
        }
        catch (InvalidOperationException)
        {
            // The reader defers checking surrogate escapes until a string is taken out.
            var (line, column) = reading.Place(reading._reader.TokenStartIndex);
            var unpaired = new TemplateTextException(TemplateErrorCode.Syntax, "an unpaired surrogate escape", line, column);
            return (null, [unpaired.ToError("JSON", dialect)]);
        }
    }

    private TemplateNode ReadNode(int depth)
    {
        var (line, column) = Place(_reader.TokenStartIndex);
        _budget.Take(1, depth, line, column);
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMap(line, column, depth);
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<TemplateNode>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadNode(depth + 1));
                }

                return new TemplateNode.List(line, column, items.DrainToImmutable());
            case JsonTokenType.String:
                return new TemplateNode.Scalar(line, column, _reader.GetString() ?? "", ScalarType.Text);
            case JsonTokenType.Number:
                return new TemplateNode.Scalar(line, column, Encoding.UTF8.GetString(_reader.ValueSpan), ScalarType.Number);
            case JsonTokenType.Null:
                return new TemplateNode.Scalar(line, column, "", ScalarType.Null);
            default:
                var value = _reader.TokenType == JsonTokenType.True ? "true" : "false";
                return new TemplateNode.Scalar(line, column, value, ScalarType.Boolean);
        }
    }

    private TemplateNode.Map ReadMap(int line, int column, int depth)
    {
        var members = ImmutableArray.CreateBuilder<TemplateNode.Member>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (nameLine, nameColumn) = Place(_reader.TokenStartIndex);
            var name = _reader.GetString() ?? "";
            _reader.Read();
            var value = ReadNode(depth + 1);
            if (names.Add(name))
            {
                members.Add(new(name, nameLine, nameColumn, value));
            }
            else
            {
                _errors.Add(new TemplateTextException(TemplateErrorCode.Syntax, $"the key '{name}' stands here a second time", nameLine, nameColumn)
                    .ToError("JSON", _dialect));
            }
        }

        return new(line, column, members.DrainToImmutable());
    }

    private readonly (int Line, int Column) Place(long offset)
    {
        var line = Array.BinarySearch(_lines, (int)offset);
        line = line >= 0 ? line : ~line - 1;
        var start = _lines[line];
        return (line + 1, Encoding.UTF8.GetCharCount(_utf8[start..(int)offset]) + 1);
    }

    private static int[] LineStarts(ReadOnlySpan<byte> utf8)
    {
        var starts = new List<int> { 0 };
        for (var at = 0; at < utf8.Length; at++)
        {
            if (utf8[at] == (byte)'\n')
            {
                starts.Add(at + 1);
            }
        }

        return [.. starts];
    }

    private static TemplateError Explain(JsonException fault, TextDialect dialect)
    {
        // The framework appends its own place, counted from 0; ours counts from 1 as editors do.
        var place = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = place < 0 ? fault.Message : fault.Message[..place];
        var line = (int)(fault.LineNumber ?? 0) + 1;
        var column = (int)(fault.BytePositionInLine ?? 0) + 1;
        return new TemplateTextException(TemplateErrorCode.Syntax, reason, line, column).ToError("JSON", dialect);
    }
}
