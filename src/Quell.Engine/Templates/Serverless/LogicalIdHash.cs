using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Engine.Templates.Serverless;

/// <summary>The hashes that SAM appends to logical ids and to names of conditions.</summary>
internal static class LogicalIdHash
{
    private const int Length = 10;

    /// <summary>Of any value.</summary>
    public static string Of(JsonValue value) => Of(SortedJson.Compact(value));

    /// <summary>Of a text as it is.</summary>
    public static string Of(string text)
    {
#pragma warning disable CA5350 // The hash is SAM's and tells resources apart: nothing rests on its strength.
        return Shortened(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text))));
#pragma warning restore CA5350
    }

    /// <summary>The part of a hash that stands in a name.</summary>
    public static string Shortened(string hash) => hash[..Math.Min(hash.Length, Length)];
}
