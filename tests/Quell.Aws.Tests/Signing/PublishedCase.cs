using System.Globalization;
using System.Text.Json;
using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

/// <summary>A request and its signature as AWS publishes them (<c>Cases/published.json</c>, each with its source).</summary>
internal sealed record PublishedCase(
    string Name, string AccessKey, string Secret, string? SessionToken, string Time, string Region, string Service, string Method,
    string Path, string Query, string[][] Headers, string PayloadHash, string SignedHeaders, string Signature)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static readonly IReadOnlyList<PublishedCase> All = JsonSerializer.Deserialize<PublishedCase[]>(
        File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Signing", "Cases", "published.json")), Options)!;

    public DateTimeOffset At => DateTimeOffset.ParseExact(
        Time, SignatureV4.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public SigningCredentials Credentials => new(AccessKey, Secret, SessionToken);

    public SignableRequest Request(params KeyValuePair<string, string>[] added) => new(
        Method, Path, Query, [.. Headers.Select(header => KeyValuePair.Create(header[0], header[1])), .. added]);
}
