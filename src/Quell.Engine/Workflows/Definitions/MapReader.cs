using Quell.Engine.Json;
using Quell.Engine.Workflows.Data;
using Quell.Engine.Workflows.States;

namespace Quell.Engine.Workflows.Definitions;

/// <summary>Compiles Map states, inline and distributed, in the present form and the one with <c>Iterator</c> and <c>Parameters</c>.</summary>
internal static class MapReader
{
    /// <summary>Characters of a state's name that go into a map run's ARN where there is no Label.</summary>
    private const int LongestLabel = 40;

    public static State Read(StateSource source)
    {
        var definition = source.Definition;
        var processor = definition.Object("ItemProcessor") ?? definition.Object("Iterator")
            ?? throw new DefinitionException($"The state '{source.Name}' has no ItemProcessor.");
        var state = new MapState(source.Name)
        {
            Data = source.Data(),
            IsJsonata = source.IsJsonata,
            Next = source.Next,
            Retry = source.Retriers(),
            Catch = source.Catchers(),
            Processor = source.Graph(processor),
            Items = source.Field("Items"),
            Selector = Selector(source),
            MaxConcurrency = source.Field("MaxConcurrency"),
            ToleratedFailureCount = source.Field("ToleratedFailureCount"),
            ToleratedFailurePercentage = source.Field("ToleratedFailurePercentage"),
        };
        return processor.Object("ProcessorConfig") is { } config && config.String("Mode") == "DISTRIBUTED" ? Distributed(state, source, config) : state;
    }

    private static DistributedMapState Distributed(MapState state, StateSource source, JsonObject config) => new(state)
    {
        Label = source.Definition.String("Label") ?? Label(source.Name),
        IsProcessorExpress = config.String("ExecutionType") == "EXPRESS",
        Reader = Calls(source, "ItemReader", "ReaderConfig", "MaxItems"),
        Writer = Calls(source, "ResultWriter", "WriterConfig"),
        Batcher = Batcher(source),
    };

    private static string Label(string name)
    {
        var plain = string.Concat(name.Where(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'));
        return plain.Length <= LongestLabel ? plain : plain[..LongestLabel];
    }

    private static ItemSelection? Selector(StateSource source) =>
        Selection(source, source.Definition, source.Definition.Has("ItemSelector") ? "ItemSelector" : "Parameters");

    private static ItemSelection? Selection(StateSource source, JsonObject definition, string field) => !definition.Has(field) ? null
        : source.IsJsonata ? new(null, StateSource.Expression(definition, field))
        : new(source.Template(definition, field), null);

    private static ItemCall? Calls(StateSource source, string field, string configField, params string[] counts)
    {
        if (source.Definition.Object(field) is not { } definition)
        {
            return null;
        }

        var config = definition.Object(configField) ?? JsonObject.Empty;
        return new(
            definition.String("Resource"),
            Selection(source, definition, source.IsJsonata ? "Arguments" : "Parameters"),
            config,
            [.. counts.Select(count => FieldValue.Read(config, count, source.IsJsonata)).OfType<FieldValue>()]);
    }

    private static BatchField? Batcher(StateSource source) => source.Definition.Object("ItemBatcher") is not { } definition ? null : new(
        FieldValue.Read(definition, "MaxItemsPerBatch", source.IsJsonata),
        FieldValue.Read(definition, "MaxInputBytesPerBatch", source.IsJsonata),
        Selection(source, definition, "BatchInput"));
}
