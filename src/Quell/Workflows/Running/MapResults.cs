using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Failures;
using Quell.Engine.Workflows.Items;
using Quell.Executions;
using Execution = Quell.Engine.Executions.Execution;
using ExecutionState = Quell.Functions.Executions.ExecutionState;

namespace Quell.Workflows.Running;

/// <summary>Writes the results of a distributed map to S3, or shapes them (developer guide, "ResultWriter (Map)").</summary>
internal sealed class MapResults(DurableExecutions executions, WorkflowCalls calls) : IWorkPerformer
{
    private const int Page = 256;

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var spec = order.Work.Spec;
        var mistakes = new List<PathMistake>();
        var format = ResultFormat.Read(spec.Object("config") ?? JsonObject.Empty, "/ResultWriter/WriterConfig", mistakes);
        if (mistakes.Count > 0)
        {
            return new Signal.Failed(ErrorNames.ResultWriterFailed, string.Join(", ", mistakes.Select(mistake => mistake.Message)));
        }

        var mapRun = spec.String("mapRun") ?? "";
        if (spec.String("resource") is null)
        {
            return new Signal.Succeeded(format.Preview(Children(mapRun)));
        }

        try
        {
            return new Signal.Succeeded(await Export(order, format, mapRun, cancellationToken).ConfigureAwait(false));
        }
        catch (AwsException refusal)
        {
            return new Signal.Failed(ErrorNames.ResultWriterFailed, refusal.Message);
        }
    }

    /// <summary>Writing ends by itself; what was written stays.</summary>
    public void Cancel(WorkOrder order)
    {
    }

    private async Task<JsonObject> Export(WorkOrder order, ResultFormat format, string mapRun, CancellationToken cancellationToken)
    {
        var arguments = order.Work.Spec["arguments"] as JsonObject ?? JsonObject.Empty;
        var bucket = arguments.String("Bucket") ?? "";
        var writer = new ResultWriter(format, new(bucket, arguments.String("Prefix") ?? "", mapRun));
        var open = new Dictionary<string, MemoryStream>(StringComparer.Ordinal);
        foreach (var part in Children(mapRun).SelectMany(writer.Add).Concat(Lazily(() => writer.Finish())))
        {
            if (!open.TryGetValue(part.Key, out var file))
            {
                open.Add(part.Key, file = new());
            }

            await file.WriteAsync(part.Bytes, cancellationToken).ConfigureAwait(false);
            if (part.IsLast)
            {
                open.Remove(part.Key);
                await Put(order, bucket, part.Key, file.ToArray(), cancellationToken).ConfigureAwait(false);
            }
        }

        return writer.Result;
    }

    private ValueTask<CallAnswer> Put(WorkOrder order, string bucket, string key, byte[] content, CancellationToken cancellationToken) => calls.Send(
        order, new("s3", "PutObject", JsonObject.Of(("Bucket", bucket), ("Key", key), ("ContentType", "application/json")), content), $"put/{key}", cancellationToken);

    private static IEnumerable<ResultPart> Lazily(Func<IReadOnlyList<ResultPart>> parts)
    {
        foreach (var part in parts())
        {
            yield return part;
        }
    }

    private IEnumerable<ChildResult> Children(string mapRun)
    {
        var (last, count) = (0L, Page);
        while (count == Page)
        {
            var page = executions.Store.OfMapRun(mapRun, last, Page);
            count = page.Count;
            foreach (var child in page)
            {
                last = child.Run;
                yield return Result(child);
            }
        }
    }

    private ChildResult Result(StoredRun child)
    {
        var execution = executions.Store.View(child.Run)?.Execution ?? Execution.New;
        var settings = WorkflowSettings.From(child.Header.Settings);
        return new(Status(child.State), child.Input)
        {
            Output = execution.Output,
            Error = execution.Error,
            Cause = execution.Cause,
            ExecutionArn = child.Header.Id,
            Name = settings.Name,
            StateMachineArn = child.Header.Target,
            StartDate = child.Header.Created,
            StopDate = execution.Ended,
        };
    }

    private static ChildStatus Status(ExecutionState state) => state switch
    {
        ExecutionState.Succeeded => ChildStatus.Succeeded,
        ExecutionState.TimedOut => ChildStatus.TimedOut,
        ExecutionState.Aborted => ChildStatus.Aborted,
        _ => ChildStatus.Failed,
    };
}
