using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Rules;
using Quell.Replay;

namespace Quell.Cli;

/// <summary>One replay: reads the files, counts, delivers where that is asked for, and answers.</summary>
/// <param name="terminal">Where to answer.</param>
/// <param name="source">The rules.</param>
/// <param name="target">Where events are put; null for nowhere.</param>
/// <param name="isJson">Answer as JSON.</param>
internal sealed class ReplayRun(Terminal terminal, RuleSource source, ApiClient? target, bool isJson)
{
    /// <summary>Errors of one file that are shown; of the others their number.</summary>
    private const int MaxErrorsOfFile = 20;

    private readonly ReplayTally _tally = new(source.Rules);
    private int _errors;
    private int _errorsOfFile;
    private ReplayProgress? _progress;

    public async Task<int> Run(IReadOnlyList<FileInfo> files, CancellationToken cancellationToken)
    {
        foreach (var error in source.Errors)
        {
            Report(error);
        }

        _errorsOfFile = 0;
        var delivery = target is null ? null : new ReplayDelivery(target);
        var reader = new RecordedEventReader(Report);
        _progress = terminal.IsErrorInteractive ? new(terminal.Error, files) : null;
        foreach (var file in files)
        {
            await Read(file, reader, delivery, cancellationToken).ConfigureAwait(false);
        }

        if (delivery is not null)
        {
            await delivery.Flush(Report, cancellationToken).ConfigureAwait(false);
        }

        _progress?.End();
        Answer(files.Count, reader.Digests, delivery);
        return _errors == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task Read(FileInfo file, RecordedEventReader reader, ReplayDelivery? delivery, CancellationToken cancellationToken)
    {
        _errorsOfFile = 0;
        await foreach (var recorded in reader.Read(file, position => _progress?.Show(position, _tally.Events), cancellationToken).ConfigureAwait(false))
        {
            try
            {
                _tally.Add(recorded);
            }
            catch (EventSyntaxException wrong)
            {
                Report($"{recorded.Place()}: not an event: {wrong.Message}");
                continue;
            }

            if (delivery is not null)
            {
                await delivery.Add(recorded, Report, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_errorsOfFile > MaxErrorsOfFile)
        {
            terminal.Warn($"{file}: {(_errorsOfFile - MaxErrorsOfFile).ToString(CultureInfo.InvariantCulture)} more errors.");
        }

        _progress?.EndFile(file);
    }

    private void Report(string error)
    {
        _errors++;
        if (++_errorsOfFile <= MaxErrorsOfFile)
        {
            _progress?.Clear();
            terminal.Warn(error);
        }
    }

    private void Answer(int files, int digests, ReplayDelivery? delivery)
    {
        var rules = _tally.Rules.OrderByDescending(rule => rule.Matches).ThenBy(rule => rule.Name, StringComparer.Ordinal).ToList();
        if (isJson)
        {
            terminal.Json(JsonObject.Of(
                ("events", _tally.Events),
                ("rules", JsonArray.From(rules.Select(rule => JsonObject.Of(("name", rule.Name), ("matches", rule.Matches)))))));
            return;
        }

        var skipped = digests == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {digests} of them digest files, which hold no events");
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Count(_tally.Events)} in {files} file{(files == 1 ? "" : "s")}{skipped}."));
        foreach (var rule in rules)
        {
            var times = string.Create(CultureInfo.InvariantCulture, $"{rule.Matches} time{(rule.Matches == 1 ? "" : "s")}");
            terminal.Out.WriteLine($"{rule.Name} matches {times}.{(rule.IsEnabled ? "" : " It is disabled.")}");
        }

        if (rules.Count == 0)
        {
            terminal.Out.WriteLine("There is no rule with an event pattern.");
        }

        if (delivery is not null)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Count(delivery.Delivered)} put on the bus."));
        }
    }

    private static string Count(long events) => string.Create(CultureInfo.InvariantCulture, $"{events} event{(events == 1 ? "" : "s")}");
}
