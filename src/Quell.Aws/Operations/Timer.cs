using System.Globalization;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Aws.Operations;

/// <summary>Something that is to happen to the account at a time: a resource like any other, so that it survives a restart.</summary>
/// <param name="Key">Its resource; removed by the transaction in which the timer fires.</param>
/// <param name="Due">When it fires, or as soon after as the process runs.</param>
/// <param name="Kind">Which timer handler runs, <c>ec2:instance-running</c>.</param>
/// <param name="Data">What the handler needs to know.</param>
internal sealed record Timer(ResourceKey Key, DateTimeOffset Due, string Kind, JsonObject Data)
{
    public const string ResourceType = "quell:timer";

    public static void Set(Transaction transaction, DateTimeOffset due, Scope scope, string kind, JsonObject data)
    {
        var id = transaction.Ids.Next("timer-");
        Set(transaction.State, new(scope, ResourceType, id), due, kind, data);
    }

    /// <summary>Sets a timer under a key of one's own (of <see cref="ResourceType"/>), in place of the one that has it.</summary>
    public static void Set(ResourceEdit state, ResourceKey key, DateTimeOffset due, string kind, JsonObject data) =>
        state.Put(key.Scope, key.Type, key.Id, JsonObject.Of(
            ("Due", due.ToString("O", CultureInfo.InvariantCulture)), ("Kind", kind), ("Data", data)));

    public static Timer From(ResourceKey key, JsonObject value) => new(
        key,
        DateTimeOffset.Parse(value.String("Due") ?? "", CultureInfo.InvariantCulture),
        value.String("Kind") ?? "",
        value.Object("Data") ?? JsonObject.Empty);
}
