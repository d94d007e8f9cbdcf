using System.Buffers;
using System.Text;

namespace Quell.Engine.Workflows.Items.Formats;

/// <summary>
/// Reads the records of a delimited text as RFC 4180 has them, with what the service adds (developer guide, "How Step Functions parses
/// input CSV files"): a backslash keeps a backslash, a quotation mark or the delimiter as text and is left out before anything else; a
/// doubled quotation mark stands for one also where the field is not quoted. Ends of lines are LF, CRLF and CR, and stay as they are
/// in quotes.
/// </summary>
internal sealed class CsvRecords(TextReader text, char delimiter)
{
    private const int None = -1;

    private readonly SearchValues<char> _signs = SearchValues.Create([delimiter, '"', '\\', '\r', '\n']);
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _field = new();
    private int _at;
    private int _end;
    private long _record;
    private int _length;

    /// <summary>The fields of the next record, one empty field for an empty line; null at the end of the text.</summary>
    /// <exception cref="ItemReaderException">A quoted field does not end, or the record is too long.</exception>
    public List<string>? Next()
    {
        if (Peek() == None)
        {
            return null;
        }

        _record++;
        _length = 0;
        var fields = new List<string>();
        do
        {
            Grow(1);
            fields.Add(Field());
        }
        while (TakeIf(delimiter));
        TakeIf('\r');
        TakeIf('\n');
        return fields;
    }

    private string Field()
    {
        _field.Clear();
        if (Peek() == '"')
        {
            Take();
            Quoted();
        }

        while (Peek() is var next && next != None && next != delimiter && next is not ('\r' or '\n'))
        {
            Plain();
        }

        return _field.ToString();
    }

    private void Quoted()
    {
        while (true)
        {
            TakeText();
            switch (Take())
            {
                case None:
                    throw new ItemReaderException($"A quoted field of record {_record} of the CSV file does not end");
                case '"' when !TakeIf('"'):
                    return;
                case '"':
                    Append('"');
                    break;
                case '\\':
                    Escaped();
                    break;
                case var other:
                    Append((char)other);
                    break;
            }
        }
    }

    private void Plain()
    {
        TakeText();
        if (TakeIf('\\'))
        {
            Escaped();
        }
        else if (TakeIf('"'))
        {
            TakeIf('"');
            Append('"');
        }
    }

    /// <summary>Takes what is at hand of characters that mean nothing but themselves.</summary>
    private void TakeText()
    {
        var rest = _buffer.AsSpan(_at, _end - _at);
        var sign = rest.IndexOfAny(_signs);
        var plain = sign < 0 ? rest : rest[..sign];
        Grow(plain.Length);
        _field.Append(plain);
        _at += plain.Length;
    }

    private void Escaped()
    {
        if (Peek() is var next && (next is '\\' or '"' || next == delimiter))
        {
            Append((char)Take());
        }
    }

    private void Append(char character)
    {
        Grow(1);
        _field.Append(character);
    }

    private void Grow(int length)
    {
        _length += length;
        if (_length > ByteWindow.LongestItem)
        {
            throw new ItemReaderException($"Record {_record} of the CSV file is longer than {ByteWindow.LongestItem} characters");
        }
    }

    private bool TakeIf(char character)
    {
        var matches = Peek() == character;
        _at += matches ? 1 : 0;
        return matches;
    }

    private int Take()
    {
        var next = Peek();
        _at += next == None ? 0 : 1;
        return next;
    }

    private int Peek()
    {
        if (_at == _end)
        {
            (_at, _end) = (0, text.Read(_buffer));
        }

        return _at == _end ? None : _buffer[_at];
    }
}
