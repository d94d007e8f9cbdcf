using System.Net;
using Quell.Tests.Examples;

namespace Quell.Tests.Api;

public sealed class ApiTokenTests
{
    [Fact]
    public async Task With_auth_required_the_API_opens_to_its_token_only()
    {
        await using var quell = await QuellProcess.Start(["--auth", "required"]);
        using var client = new HttpClient { BaseAddress = new Uri(quell.Endpoint) };

        (await client.GetAsync(new Uri("/api/v1/changes", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.GetAsync(new Uri("/api/v1/health", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new("Bearer", new string('0', 64));
        (await client.GetAsync(new Uri("/api/v1/changes", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        // Quell's own commands find the token in the data folder, which only its owner can read.
        (await quell.Quell("changes")).ToString().ShouldContain("changes");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(quell.DataFolder, "quell.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
