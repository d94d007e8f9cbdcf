using System.Buffers;
using Quell.Engine.Json;

namespace Quell.Engine.Workflows.Items;

/// <summary>The files of one kind of result, one after the other, in parts.</summary>
internal sealed class ResultFile(string kind, bool isLines, ResultDestination destination, long fileSize)
{
    private readonly List<JsonValue> _written = [];
    private ArrayBufferWriter<byte> _part = new();
    private long _size;

    public string Kind => kind;

    /// <summary>The files that are complete, as the manifest lists them.</summary>
    public IReadOnlyList<JsonValue> Written => _written;

    private string Key => destination.KeyOf($"{kind}_{_written.Count}.json");

    public void Add(byte[] result, List<ResultPart> parts)
    {
        // What stands around the result: the bracket or comma before it, the bracket or end of line behind.
        if (_size > 0 && _size + result.Length + 2 > fileSize)
        {
            Finish(parts);
        }

        if (isLines)
        {
            Write(result);
            Write("\n"u8);
        }
        else
        {
            Write(_size == 0 ? "["u8 : ","u8);
            Write(result);
        }

        if (_part.WrittenCount >= ResultWriter.PartSize)
        {
            parts.Add(Take(isLast: false));
        }
    }

    /// <summary>Ends the file that is open, if one is.</summary>
    public void Finish(List<ResultPart> parts)
    {
        if (_size == 0)
        {
            return;
        }

        if (!isLines)
        {
            Write("]"u8);
        }

        parts.Add(Take(isLast: true));
        _written.Add(JsonObject.Of(("Key", Key), ("Size", _size)));
        _size = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _part.Write(bytes);
        _size += bytes.Length;
    }

    private ResultPart Take(bool isLast)
    {
        var part = new ResultPart(Key, _part.WrittenMemory, isLast);
        _part = new();
        return part;
    }
}
