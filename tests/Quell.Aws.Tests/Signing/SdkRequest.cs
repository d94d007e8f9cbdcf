using System.Diagnostics;
using System.Text.Json;
using Quell.Aws.Signing;

namespace Quell.Aws.Tests.Signing;

/// <summary>
/// A request that an SDK signed: botocore here and now (<c>sign_with_botocore.py</c>), or the AWS SDK for JavaScript 3.1168.0 as it
/// was captured on a socket (<c>Cases/sdk-for-javascript.json</c>, without the headers that it does not sign).
/// </summary>
internal sealed record SdkRequest(
    string Name, string Service, string Secret, string? Token, string Method, string Path, string Query, string[][] Headers,
    byte[] Body)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static async Task<IReadOnlyList<SdkRequest>> SignWithBotocoreAsync()
    {
        var script = System.IO.Path.Combine(AppContext.BaseDirectory, "Signing", "sign_with_botocore.py");
        using var python = Process.Start(new ProcessStartInfo("python3", [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = python.StandardError.ReadToEndAsync();
        var requests = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        python.ExitCode.ShouldBe(0, await error);
        return JsonSerializer.Deserialize<SdkRequest[]>(requests, Options)!;
    }

    public static IReadOnlyList<SdkRequest> OfJavaScript() => JsonSerializer.Deserialize<SdkRequest[]>(
        File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Signing", "Cases", "sdk-for-javascript.json")), Options)!;

    public SignableRequest Signable() => new(Method, Path, Query, Headers.Select(field => KeyValuePair.Create(field[0], field[1])));

    /// <summary>Every request that differs from this one in one signed byte; each must be refused.</summary>
    public IEnumerable<(string What, SdkRequest Altered)> Alterations(SignatureClaim claim)
    {
        yield return ("method", this with { Method = Method == "GET" ? "PUT" : "GET" });
        // What a '..' removes is not signed by services that resolve the path.
        var from = claim.Scope.IsS3 ? 1 : Math.Max(1, Path.LastIndexOf("/..", StringComparison.Ordinal) + 3);
        for (var i = from; i < Path.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(Path[i]))
            {
                yield return ($"path at {i}", this with { Path = Changed(Path, i) });
            }
        }

        for (var i = 0; i < Query.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(Query[i]))
            {
                yield return ($"query at {i}", this with { Query = Changed(Query, i) });
            }
        }

        foreach (var alteration in HeaderAlterations(claim))
        {
            yield return alteration;
        }

        yield return ("one more query parameter", this with { Query = Query.Length == 0 ? "z" : Query + "&z" });
        yield return ("one more x-amz header", this with { Headers = [.. Headers, ["X-Amz-Acl", "public-read"]] });
        var isBodySigned = Headers.FirstOrDefault(IsPayloadHash)?[1] is { } hash ? PayloadHash.IsHash(hash) : !claim.Scope.IsS3;
        if (isBodySigned)
        {
            yield return ("body", this with { Body = [.. Body, 1] });
        }
    }

    private IEnumerable<(string, SdkRequest)> HeaderAlterations(SignatureClaim claim)
    {
        for (var h = 0; h < Headers.Length; h++)
        {
            var (name, value) = (Headers[h][0], Headers[h][1]);
            var at = Array.FindLastIndex(value.ToCharArray(), char.IsAsciiLetterOrDigit);
            if (at >= 0 && (IsPayloadHash(Headers[h]) || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                || claim.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                yield return ($"header {name}", this with { Headers = [.. Headers[..h], [name, Changed(value, at)], .. Headers[(h + 1)..]] });
            }
        }
    }

    private static bool IsPayloadHash(string[] field) => field[0].Equals(PayloadHash.Header, StringComparison.OrdinalIgnoreCase);

    private static string Changed(string text, int at) => text[..at] + (text[at] is 'a' or 'A' ? 'b' : 'a') + text[(at + 1)..];
}
