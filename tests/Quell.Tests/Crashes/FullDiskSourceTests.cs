using System.Text;
using Quell.Engine.Json;
using Quell.Tests.Examples;

namespace Quell.Tests.Crashes;

/// <summary>What comes in from outside while the disk is full is refused, to be sent again, and nothing that was taken is lost.</summary>
public sealed class FullDiskSourceTests
{
    [SmallDiskFact]
    public async Task A_full_disk_sends_senders_away_until_there_is_room()
    {
        var data = Directory.CreateTempSubdirectory("quell-full-").FullName;
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "sources: [{name: any, kind: generic, check: {type: none}}]");
        (await Mount("-t", "tmpfs", "-o", "size=24m", "none", data)).ShouldBeTrue();
        try
        {
            var quell = await QuellProcess.Start(["--sources", file], data);
            try
            {
                await Fill(quell, data);
            }
            finally
            {
                await quell.Kill();
            }
        }
        finally
        {
            await QuellProcess.Run("umount", ["--lazy", data], QuellProcess.ClientEnvironment);
            Directory.Delete(data);
            File.Delete(file);
        }
    }

    private static async Task Fill(QuellProcess quell, string data)
    {
        using var http = new HttpClient();
        var taken = new List<string>();
        HttpResponseMessage? refusal = null;
        while (refusal is null)
        {
            var answer = await Post();
            refusal = Taken(answer, await answer.Content.ReadAsStringAsync(), taken) ? null : answer;
        }

        ((int)refusal.StatusCode).ShouldBe(503);
        refusal.Headers.RetryAfter!.ToString().ShouldBe("5");
        (await refusal.Content.ReadAsStringAsync()).ShouldContain("full");
        taken.ShouldNotBeEmpty();

        (await Mount("-o", "remount,size=256m", data)).ShouldBeTrue();
        await QuellProcess.Eventually(Post, answer => answer.IsSuccessStatusCode);
        foreach (var id in taken)
        {
            (await http.GetAsync(new Uri($"{quell.Endpoint}/api/v1/events/{id}"))).IsSuccessStatusCode.ShouldBeTrue(id);
        }

        Task<HttpResponseMessage> Post() => http.PostAsync(
            new Uri(quell.Endpoint + "/sources/any"), new StringContent($$"""{"filler":"{{new string('x', 400_000)}}"}""", Encoding.UTF8, "application/json"));
    }

    private static bool Taken(HttpResponseMessage answer, string body, List<string> taken)
    {
        if (answer.IsSuccessStatusCode)
        {
            taken.Add(((JsonObject)JsonValue.Parse(body)).Array("events").Objects.Single().String("id")!);
        }

        return answer.IsSuccessStatusCode;
    }

    private static async Task<bool> Mount(params string[] arguments) =>
        (await QuellProcess.Run("mount", arguments, QuellProcess.ClientEnvironment)).Code == 0;
}
