using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Expressions.Intrinsics;

/// <summary>An intrinsic function (developer guide, "Intrinsic functions for JSONPath states").</summary>
/// <param name="Name">With its <c>States.</c>.</param>
/// <param name="Least">Arguments that it needs.</param>
/// <param name="Most">Arguments that it takes.</param>
/// <param name="Apply">Gives its value, or throws <see cref="IntrinsicException"/>.</param>
internal sealed record IntrinsicFunction(string Name, int Least, int Most, Func<JsonValue[], PathScope, JsonValue> Apply)
{
    /// <summary>Characters and items that a function may give: what a state may hold.</summary>
    public const int LargestResult = 262_144;

    private static readonly FrozenDictionary<string, IntrinsicFunction> All = new IntrinsicFunction[]
    {
        new("States.Array", 0, int.MaxValue, static (arguments, _) => new JsonArray([.. arguments])),
        new("States.ArrayPartition", 2, 2, static (arguments, _) => ArrayIntrinsics.Partition(arguments)),
        new("States.ArrayContains", 2, 2, static (arguments, _) => ArrayIntrinsics.Contains(arguments)),
        new("States.ArrayRange", 3, 3, static (arguments, _) => ArrayIntrinsics.Range(arguments)),
        new("States.ArrayGetItem", 2, 2, static (arguments, _) => ArrayIntrinsics.GetItem(arguments)),
        new("States.ArrayLength", 1, 1, static (arguments, _) => Argument.Array(arguments, 0).Count),
        new("States.ArrayUnique", 1, 1, static (arguments, _) => JsonArray.From(Argument.Array(arguments, 0).Items.Distinct())),
        new("States.Base64Encode", 1, 1, static (arguments, _) => TextIntrinsics.Base64Encode(arguments)),
        new("States.Base64Decode", 1, 1, static (arguments, _) => TextIntrinsics.Base64Decode(arguments)),
        new("States.Hash", 2, 2, static (arguments, _) => TextIntrinsics.Hash(arguments)),
        new("States.StringSplit", 2, 2, static (arguments, _) => TextIntrinsics.Split(arguments)),
        new("States.Format", 1, int.MaxValue, static (arguments, _) => FormatText.Format(arguments)),
        new("States.StringToJson", 1, 1, static (arguments, _) => JsonIntrinsics.StringToJson(arguments)),
        new("States.JsonToString", 1, 1, static (arguments, _) => JsonIntrinsics.JsonToString(arguments)),
        new("States.JsonMerge", 3, 3, static (arguments, _) => JsonIntrinsics.Merge(arguments)),
        new("States.MathAdd", 2, 2, static (arguments, _) => MathIntrinsics.Add(arguments)),
        new("States.MathRandom", 2, 3, static (arguments, scope) => MathIntrinsics.Random(arguments, scope.Random)),
        new("States.UUID", 0, 0, static (_, scope) => MathIntrinsics.Uuid(scope.Random)),
    }.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static ImmutableArray<string> Names => All.Keys;

    public static IntrinsicFunction? Find(string name) => All.GetValueOrDefault(name);
}
