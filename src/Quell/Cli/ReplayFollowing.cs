using System.Globalization;
using Quell.Archives;
using Quell.Engine.Json;

namespace Quell.Cli;

/// <summary>Tells on the error stream how far a replay is, until it is over: on one line of a terminal, else a line for each news.</summary>
internal sealed class ReplayFollowing(Terminal terminal, ApiClient client)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <returns>The replay at its end.</returns>
    public async Task<JsonObject> Run(JsonObject replay, CancellationToken cancellationToken)
    {
        var path = $"replays/{Uri.EscapeDataString(replay.String("name") ?? "")}";
        var told = "";
        while (true)
        {
            var news = Text(replay);
            if (news != told)
            {
                Tell(news);
                told = news;
            }

            if (ReplayStates.IsOver(replay.String("state")))
            {
                End();
                return replay;
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            replay = await client.Get(path, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Text(JsonObject replay)
    {
        var last = Listing.Time(replay, "last");
        return string.Create(CultureInfo.InvariantCulture, $"{replay.String("state")}  {replay.Long("events")} events, {replay.Long("deliveries")} deliveries{(last.Length > 0 ? $", up to {last}" : "")}");
    }

    private void Tell(string news)
    {
        if (terminal.IsErrorInteractive)
        {
            terminal.Error.Write($"\r\u001b[K{news}");
        }
        else
        {
            terminal.Error.WriteLine(news);
        }
    }

    private void End()
    {
        if (terminal.IsErrorInteractive)
        {
            terminal.Error.Write("\r\u001b[K");
        }
    }
}
