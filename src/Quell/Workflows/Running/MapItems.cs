using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Items;
using Quell.Executions;

namespace Quell.Workflows.Running;

/// <summary>Reads the items of a distributed map from objects in S3 (developer guide, "ItemReader (Map)").</summary>
internal sealed class MapItems(WorkflowCalls calls) : IWorkPerformer
{
    private const string ListObjects = "listObjectsV2";

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var spec = order.Work.Spec;
        var isList = spec.String("resource")?.EndsWith(ListObjects, StringComparison.Ordinal) == true;
        try
        {
            var config = ItemReaderConfig.Evaluated(spec.Object("config") ?? JsonObject.Empty, isList ? ItemSource.ObjectList : ItemSource.Object);
            var arguments = spec["arguments"] as JsonObject ?? JsonObject.Empty;
            var items = isList
                ? await List(order, config, arguments, cancellationToken).ConfigureAwait(false)
                : await Read(order, config, arguments, cancellationToken).ConfigureAwait(false);
            return new Signal.Succeeded(JsonArray.From(items));
        }
        catch (ItemReaderException wrong)
        {
            return new Signal.Failed(ItemReaderException.ErrorName, wrong.Cause);
        }
        catch (AwsException refusal)
        {
            return new Signal.Failed(ItemReaderException.ErrorName, refusal.Message);
        }
    }

    /// <summary>Reading ends by itself; what it gives is passed over.</summary>
    public void Cancel(WorkOrder order)
    {
    }

    private async Task<List<JsonValue>> Read(WorkOrder order, ItemReaderConfig config, JsonObject arguments, CancellationToken cancellationToken)
    {
        var bytes = await Get(order, arguments, "object", cancellationToken).ConfigureAwait(false);
        if (config.Manifest is null)
        {
            return [.. ItemReading.Read(config, bytes).Select(item => item.Input)];
        }

        var manifest = ItemManifest.Read(config, bytes);
        var items = new List<JsonValue>();
        foreach (var file in manifest.Files)
        {
            var data = await Get(
                order, JsonObject.Of(("Bucket", file.Bucket), ("Key", file.Key)), $"file/{file.Key}", cancellationToken).ConfigureAwait(false);
            items.AddRange(ItemReading.Read(manifest.Data, data).Select(item => item.Input).Take(config.MaxItems - items.Count));
        }

        return items;
    }

    private async Task<List<JsonValue>> List(WorkOrder order, ItemReaderConfig config, JsonObject arguments, CancellationToken cancellationToken)
    {
        var items = new List<JsonValue>();
        string? token = null;
        do
        {
            var page = await calls.Send(
                order, new("s3", "ListObjectsV2", arguments.With("ContinuationToken", token)), $"list/{items.Count}", cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Output.Array("Contents").Objects)
            {
                await Add(order, config, arguments, entry, items, cancellationToken).ConfigureAwait(false);
            }

            token = page.Output.String("NextContinuationToken");
        }
        while (token is not null && items.Count < config.MaxItems);
        return items;
    }

    /// <summary>Adds the object itself, or what is in it.</summary>
    private async Task Add(
        WorkOrder order, ItemReaderConfig config, JsonObject arguments, JsonObject entry, List<JsonValue> items, CancellationToken cancellationToken)
    {
        if (items.Count >= config.MaxItems)
        {
            return;
        }

        if (config.Format is null)
        {
            items.Add(ListedObject.ToItem(entry));
            return;
        }

        var data = await Get(
            order, JsonObject.Of(("Bucket", arguments["Bucket"]), ("Key", entry["Key"])), $"file/{entry.String("Key")}", cancellationToken).ConfigureAwait(false);
        items.AddRange(ItemReading.Read(config, data).Select(item => item.Input).Take(config.MaxItems - items.Count));
    }

    private async Task<ReadOnlyMemory<byte>> Get(WorkOrder order, JsonObject arguments, string name, CancellationToken cancellationToken) =>
        (await calls.Send(order, new("s3", "GetObject", arguments), name, cancellationToken).ConfigureAwait(false)).Body ?? default;
}
