using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Engine.Resources;

/// <summary>
/// Every resource of every account as one immutable value: a fork is a copy of a reference, a change shares all that it
/// does not touch. Resources are JSON objects in the shape that the service's own describe call answers with.
/// </summary>
/// <remarks>Safe to read from any thread. Listings are ordered by id (ordinal).</remarks>
internal sealed class ResourceSet
{
    public static readonly ResourceSet Empty = new(
        ImmutableDictionary<(Scope, string), ImmutableSortedDictionary<string, JsonObject>>.Empty);

    private static readonly ImmutableSortedDictionary<string, JsonObject> None =
        ImmutableSortedDictionary.Create<string, JsonObject>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<(Scope, string), ImmutableSortedDictionary<string, JsonObject>> _types;

    private ResourceSet(ImmutableDictionary<(Scope, string), ImmutableSortedDictionary<string, JsonObject>> types) =>
        _types = types;

    public JsonObject? Get(ResourceKey key) => List(key.Scope, key.Type).GetValueOrDefault(key.Id);

    /// <summary>The resources of one type in one scope, by id.</summary>
    public ImmutableSortedDictionary<string, JsonObject> List(Scope scope, string type) =>
        _types.GetValueOrDefault((scope, type), None);

    /// <summary>Every scope that has resources of the type.</summary>
    public IEnumerable<Scope> ScopesOf(string type) =>
        _types.Keys.Where(key => key.Item2 == type).Select(key => key.Item1);

    /// <summary>Every resource of the type in every scope.</summary>
    public IEnumerable<(ResourceKey Key, JsonObject Value)> ListAll(string type) =>
        from scope in ScopesOf(type)
        from entry in List(scope, type)
        select (new ResourceKey(scope, type, entry.Key), entry.Value);

    /// <summary>This set with the resource put, or removed where the value is null.</summary>
    public ResourceSet With(ResourceKey key, JsonObject? value)
    {
        var type = List(key.Scope, key.Type);
        type = value is null ? type.Remove(key.Id) : type.SetItem(key.Id, value);
        return new(type.IsEmpty ? _types.Remove((key.Scope, key.Type)) : _types.SetItem((key.Scope, key.Type), type));
    }
}
