using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Quell.Engine.Json;
using Quell.Tests.Examples;
using Quell.Tests.Functions;

namespace Quell.Tests.Sources;

/// <summary>Prometheus Alertmanager itself (Debian: prometheus-alertmanager) as the sender.</summary>
public sealed class AlertmanagerTests(SourceHouse house) : IClassFixture<SourceHouse>
{
    [ProgramFact("prometheus-alertmanager")]
    [Trait("Requirement", "D27")]
    public async Task What_Alertmanager_sends_is_an_event_when_an_alert_fires_and_when_it_is_resolved()
    {
        var folder = Directory.CreateTempSubdirectory("quell-alertmanager-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "alertmanager.yml"), $$"""
            route: {receiver: quell, group_by: [alertname], group_wait: 100ms, group_interval: 200ms, repeat_interval: 1h}
            receivers:
              - name: quell
                webhook_configs:
                  - url: {{house.Endpoint}}sources/alerts
                    http_config: { authorization: { credentials: {{SourceHouse.Secret}} } }
            """);
        var address = $"127.0.0.1:{FreePort()}";
        using var alertmanager = Process.Start(new ProcessStartInfo("prometheus-alertmanager",
        [
            $"--config.file={Path.Combine(folder, "alertmanager.yml")}", $"--storage.path={folder}", $"--web.listen-address={address}", "--cluster.listen-address=",
        ])
        { RedirectStandardError = true })!;
        var errors = new StringBuilder();
        alertmanager.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        alertmanager.BeginErrorReadLine();
        try
        {
            using var http = new HttpClient();
            await QuellProcess.Eventually(() => Post(http, address, DateTimeOffset.UtcNow.AddHours(1)), taken => taken || alertmanager.HasExited);
            alertmanager.HasExited.ShouldBeFalse(errors.ToString());
            var fired = await Arrived("firing");
            fired.String("source").ShouldBe("prometheus.alertmanager");
            fired.Array("resources").ToString().ShouldBe("""["10.0.3.7:9100"]""");
            var detail = fired.Object("detail")!;
            (detail.String("severity"), detail.String("title")).ShouldBe(("CRITICAL", "10.0.3.7 does not answer"));
            detail.String("key").ShouldNotBeNullOrEmpty();

            (await Post(http, address, DateTimeOffset.UtcNow)).ShouldBeTrue();
            (await Arrived("resolved")).Object("detail")!.String("key").ShouldBe(detail.String("key"));
        }
        finally
        {
            alertmanager.Kill();
            await alertmanager.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<JsonObject> Arrived(string status)
    {
        var events = await QuellProcess.Eventually(house.Events, all => all.Any(IsIt));
        return events.First(IsIt);

        bool IsIt(JsonObject one) => one.Object("detail")!.String("status") == status;
    }

    private static async Task<bool> Post(HttpClient http, string address, DateTimeOffset ends)
    {
        var alert = JsonObject.Of(
            ("labels", JsonObject.Of(("alertname", "InstanceDown"), ("severity", "critical"), ("instance", "10.0.3.7:9100"))),
            ("annotations", JsonObject.Of(("summary", "10.0.3.7 does not answer"))),
            ("endsAt", ends.ToString("O", CultureInfo.InvariantCulture)));
        try
        {
            using var content = new StringContent($"[{alert}]", Encoding.UTF8, "application/json");
            return (await http.PostAsync(new Uri($"http://{address}/api/v2/alerts"), content)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not up yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
