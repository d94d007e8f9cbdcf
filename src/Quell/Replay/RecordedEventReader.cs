using System.IO.Compression;
using System.Runtime.CompilerServices;
using Quell.Cli;
using Quell.Engine.Events;
using Quell.Engine.Json;
using EventId = Quell.Engine.Events.EventId;

namespace Quell.Replay;

/// <summary>
/// Reads the events out of a file: CloudTrail's log files (<c>{"Records": […]}</c>; CloudTrail user guide, "CloudTrail log file
/// examples"), events as JSON lines, or one event. A file that starts like gzip is unpacked. What is broken is reported, and
/// the rest goes on.
/// </summary>
/// <param name="report">Takes one line about what is broken, place included.</param>
internal sealed class RecordedEventReader(Action<string> report)
{
    /// <summary>The largest log file that is read as one JSON text; those of CloudTrail have some megabytes.</summary>
    private const long MaxDocument = 1L << 30;

    private long _records;

    /// <summary>CloudTrail's digest files, which hold no events, met so far.</summary>
    public int Digests { get; private set; }

    /// <param name="file">The file.</param>
    /// <param name="advanced">Told how many of the file's bytes have been read.</param>
    public async IAsyncEnumerable<RecordedEvent> Read(
        FileInfo file, Action<long> advanced, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var opened = Open(file);
        if (opened is null)
        {
            yield break;
        }

        await using var content = await Unpack(opened, cancellationToken).ConfigureAwait(false);
        var events = RecordedFiles.IsLines(file.Name)
            ? Lines(file, content, cancellationToken)
            : Document(file, content, cancellationToken);
        var reader = events.GetAsyncEnumerator(cancellationToken);
        await using (reader.ConfigureAwait(false))
        {
            while (await Next(file, reader).ConfigureAwait(false))
            {
                advanced(opened.Position);
                yield return reader.Current;
            }
        }
    }

    private FileStream? Open(FileInfo file)
    {
        try
        {
            return new(file.FullName, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            report(InputFile.Explain(file.ToString(), failure));
            return null;
        }
    }

    private static async ValueTask<Stream> Unpack(FileStream file, CancellationToken cancellationToken)
    {
        var start = new byte[2];
        var read = await file.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        file.Position = 0;
        return read == 2 && start is [0x1F, 0x8B] ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Steps on; false at the end, also where the file breaks off.</summary>
    private async ValueTask<bool> Next(FileInfo file, IAsyncEnumerator<RecordedEvent> reader)
    {
        try
        {
            return await reader.MoveNextAsync().ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            report($"{file}: the compressed file is damaged: {fault.Message}");
        }
        catch (IOException fault)
        {
            report($"{file}: cannot be read to its end: {fault.Message}");
        }

        return false;
    }

    private async IAsyncEnumerable<RecordedEvent> Lines(
        FileInfo file, Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new LineReader(content);
        while (await lines.Read(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.IsTooLong)
            {
                report($"{file}, line {line.Number}: over the limit of {LineReader.DefaultLongest / (1 << 20)} MB for a line.");
            }
            else if (!line.IsBlank)
            {
                yield return new(line.Bytes, false, false, () => $"{file}, line {line.Number}");
            }
        }
    }

    private async IAsyncEnumerable<RecordedEvent> Document(
        FileInfo file, Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await Parse(file, content, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            yield break;
        }

        if (document["Records"] is JsonArray records)
        {
            for (var number = 0; number < records.Count; number++)
            {
                var place = $"{file}, record {number + 1}";
                if (records[number] is JsonObject record && CloudTrailEvent.From(record, EventId.FromSequence(++_records, 0)) is { } made)
                {
                    yield return new(made.ToUtf8(), true, CloudTrailEvent.NeedsAllManagementEvents(record), () => place);
                }
                else
                {
                    report($"{place}: not a CloudTrail record: it needs eventSource and eventTime.");
                }
            }
        }
        else if (document.Has("digestStartTime"))
        {
            Digests++;
        }
        else if (document.Has("detail-type") && document.Has("source"))
        {
            yield return new(document.ToUtf8(), false, false, () => file.ToString());
        }
        else
        {
            report($"{file}: neither a CloudTrail log file ({{\"Records\": […]}}) nor an event. A file of events, one a line, ends in .jsonl or .ndjson.");
        }
    }

    private async ValueTask<JsonObject?> Parse(FileInfo file, Stream content, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > MaxDocument)
            {
                report($"{file}: over the limit of {MaxDocument / (1 << 20)} MB for one JSON text; give events as JSON lines (.jsonl).");
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        try
        {
            var text = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
            if (JsonValue.Parse(text.StartsWith("\uFEFF"u8) ? text[3..] : text) is JsonObject document)
            {
                return document;
            }

            report($"{file}: not a JSON object.");
        }
        catch (JsonSyntaxException fault)
        {
            report($"{file}: not JSON: {fault.Message}");
        }

        return null;
    }
}
