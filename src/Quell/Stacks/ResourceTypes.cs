using System.Collections.Frozen;
using Quell.Stacks.Types;

namespace Quell.Stacks;

/// <summary>The resource types that templates may have. One more is one class in <c>Types/</c> and one line here.</summary>
internal sealed class ResourceTypes
{
    private readonly FrozenDictionary<string, ResourceType> _types;

    public ResourceTypes(params ResourceType[] types) => _types = types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public static ResourceTypes All { get; } = new(
        new CdkMetadata(),
        new EventsEventBus(),
        new EventsEventBusPolicy(),
        new EventsRule(),
        new SnsSubscription(),
        new SnsTopic(),
        new SnsTopicPolicy(),
        new SsmParameter());

    public IEnumerable<ResourceType> Each => _types.Values;

    public ResourceType this[string name] => _types[name];

    public ResourceType? Find(string name) => _types.GetValueOrDefault(name);
}
