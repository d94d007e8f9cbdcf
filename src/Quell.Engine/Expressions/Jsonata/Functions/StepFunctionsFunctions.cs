using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Expressions.Jsonata.Values;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>
/// What Step Functions adds to the language, and what it takes away (Step Functions developer guide, "Transforming data with JSONata").
/// </summary>
internal static class StepFunctionsFunctions
{
    private const int MaxRange = 1_000;

    public static JsonataFunctions All { get; } = JsonataFunctions.Standard.Without("eval").With(
        new("partition", "<an:a>", (a, context) => Partition(a[0], a[1], context.Evaluation)),
        new("range", "<nnn:a>", (a, context) => Range(a[0], a[1], a[2], context.Evaluation)),
        new("hash", "<ss:s>", (a, _) => a[0].Text is { } text ? Hash(text, a[1].Text ?? "") : default(Item)),
        new("random", "<n?:n>", (a, context) => a[0].IsUndefined
            ? context.Evaluation.Random.NextDouble()
            : new Random(unchecked((int)a[0].Number)).NextDouble()),
        new("uuid", "<:s>", (_, context) => Uuid(context.Evaluation.Random)),
        new("parse", "<s-:x>", (a, _) => a[0].Text is { } text ? Parse(text) : default));

    private static JsonataException Wrong(string message) => new("D3137", message);

    private static Item Partition(Item array, Item size, Evaluation evaluation)
    {
        if (array.IsUndefined || size.IsUndefined)
        {
            return default;
        }

        if (!double.IsInteger(size.Number) || size.Number < 1)
        {
            throw Wrong("The size of $partition must be a positive integer");
        }

        evaluation.Take(64L * array.Count);
        var parts = new ItemList();
        ItemList? part = null;
        for (var index = 0; index < array.Count; index++)
        {
            if (part is null || part.Count >= size.Number)
            {
                part = new();
                parts.Add(part);
            }

            part.Add(array[index]);
        }

        return parts;
    }

    private static Item Range(Item first, Item last, Item step, Evaluation evaluation)
    {
        if (first.IsUndefined || last.IsUndefined || step.IsUndefined)
        {
            return default;
        }

        if (step.Number == 0)
        {
            throw Wrong("The step of $range must not be 0");
        }

        var count = Math.Floor((last.Number - first.Number) / step.Number) + 1;
        if (!(count <= MaxRange))
        {
            throw Wrong($"$range must not give more than {MaxRange} items");
        }

        evaluation.Take(16L * MaxRange);
        var items = new ItemList();
        for (var index = 0; index < count; index++)
        {
            items.Add(first.Number + (index * step.Number));
        }

        return items;
    }

    private static string Hash(string text, string algorithm)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350, CA5351 // The author names the algorithm, and it need not be one for secrets.
        var hash = algorithm switch
        {
            "MD5" => MD5.HashData(bytes),
            "SHA-1" => SHA1.HashData(bytes),
            "SHA-256" => SHA256.HashData(bytes),
            "SHA-384" => SHA384.HashData(bytes),
            "SHA-512" => SHA512.HashData(bytes),
            _ => throw Wrong("The algorithm of $hash must be one of MD5, SHA-1, SHA-256, SHA-384 and SHA-512"),
        };
#pragma warning restore CA5350, CA5351
        return Convert.ToHexStringLower(hash);
    }

    private static string Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    private static Item Parse(string text)
    {
        try
        {
            return Item.From(JsonValue.Parse(text));
        }
        catch (JsonSyntaxException wrong)
        {
            throw Wrong($"$parse: {wrong.Reason}");
        }
    }
}
