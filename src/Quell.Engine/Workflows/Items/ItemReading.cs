using System.IO.Compression;
using System.Runtime.InteropServices;
using Quell.Engine.Workflows.Items.Formats;

namespace Quell.Engine.Workflows.Items;

/// <summary>
/// Turns the bytes of an object into items, one after the other as they are asked for. Files that are compressed with gzip are known by
/// their first bytes. Documented in <c>docs/reference/distributed-map.md</c>.
/// </summary>
internal static class ItemReading
{
    private static ReadOnlySpan<byte> GzipMark => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> ZstandardMark => [0x28, 0xB5, 0x2F, 0xFD];

    /// <inheritdoc cref="Read(ItemReaderConfig, Stream)"/>
    public static IEnumerable<SourceItem> Read(ItemReaderConfig config, ReadOnlyMemory<byte> bytes) => Read(config, Open(bytes));

    /// <summary>
    /// The items of a file, at most <see cref="ItemReaderConfig.MaxItems"/>. A file that lists further ones is for
    /// <see cref="ItemManifest"/>.
    /// </summary>
    /// <param name="config">Its <see cref="ItemReaderConfig.Format"/> says how the file is written.</param>
    /// <param name="stream">Read from where it stands, as far as items are asked for; it can seek, and is left open.</param>
    /// <exception cref="ItemReaderException">While the items are enumerated: the file is not what the config says.</exception>
    public static IEnumerable<SourceItem> Read(ItemReaderConfig config, Stream stream)
    {
        var format = config.Format
            ?? throw new ArgumentException("The config has no format: the listed objects are the items.", nameof(config));
        return Unwrapped(stream, plain => format switch
        {
            ItemFormat.Json => JsonItems.Read(plain, config.ItemsPointer),
            ItemFormat.JsonLines => JsonLinesItems.Read(plain),
            _ => CsvItems.Read(plain, config.Csv),
        }).Take(config.MaxItems);
    }

    /// <summary>The stream over bytes in memory.</summary>
    internal static MemoryStream Open(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new(array.Array!, array.Offset, array.Count, writable: false)
        : new(bytes.ToArray(), writable: false);

    private static IEnumerable<SourceItem> Unwrapped(Stream stream, Func<Stream, IEnumerable<SourceItem>> read)
    {
        var start = stream.Position;
        var first = new byte[ZstandardMark.Length];
        var length = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = start;
        if (first.AsSpan(0, length).SequenceEqual(ZstandardMark))
        {
            throw new ItemReaderException("Files compressed with Zstandard are not supported by Quell; use gzip");
        }

        if (!first.AsSpan(0, length).StartsWith(GzipMark))
        {
            foreach (var item in read(stream))
            {
                yield return item;
            }

            yield break;
        }

        using var plain = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var items = read(plain).GetEnumerator();
        while (Advance(items))
        {
            yield return items.Current;
        }
    }

    private static bool Advance(IEnumerator<SourceItem> items)
    {
        try
        {
            return items.MoveNext();
        }
        catch (InvalidDataException wrong)
        {
            throw new ItemReaderException($"The file is not valid gzip: {wrong.Message}", wrong);
        }
    }
}
