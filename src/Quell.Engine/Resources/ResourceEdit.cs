using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Engine.Resources;

/// <summary>
/// One transaction over a <see cref="ResourceSet"/>: reads see its own writes, and <see cref="Changes"/> is what has to be
/// journaled. Nothing happens to the set that it started from. Not for several threads.
/// </summary>
internal sealed class ResourceEdit(ResourceSet start)
{
    private readonly Dictionary<ResourceKey, JsonObject?> _changes = [];

    /// <summary>The set as it would be after the transaction.</summary>
    public ResourceSet Current { get; private set; } = start;

    /// <summary>The last value of every resource that was put (or null where it was deleted), in no particular order.</summary>
    public IReadOnlyDictionary<ResourceKey, JsonObject?> Changes => _changes;

    public JsonObject? Get(Scope scope, string type, string id) => Current.Get(new(scope, type, id));

    /// <summary>The resources of one type in one scope, ordered by id.</summary>
    public IEnumerable<JsonObject> List(Scope scope, string type) => Current.List(scope, type).Values;

    public void Put(Scope scope, string type, string id, JsonObject value) => Set(new(scope, type, id), value);

    public void Delete(Scope scope, string type, string id) => Set(new(scope, type, id), null);

    private void Set(ResourceKey key, JsonObject? value)
    {
        _changes[key] = value;
        Current = Current.With(key, value);
    }
}
