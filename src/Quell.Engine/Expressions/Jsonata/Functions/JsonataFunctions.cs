using System.Collections.Frozen;

namespace Quell.Engine.Expressions.Jsonata.Functions;

/// <summary>The functions that expressions can call: the language's own, with some added or taken away.</summary>
internal sealed class JsonataFunctions
{
    private readonly FrozenDictionary<string, Builtin> _functions;

    private JsonataFunctions(IEnumerable<Builtin> functions) => _functions = functions.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>Those of the language.</summary>
    public static JsonataFunctions Standard { get; } = new([
        .. TextFunctions.All, .. NumberFunctions.All, .. ArrayFunctions.All, .. ObjectFunctions.All, .. CallbackFunctions.All, .. RegexFunctions.All, .. EncodingFunctions.All, .. TimeFunctions.All,
    ]);

    public JsonataFunctions With(params IEnumerable<Builtin> added) => new(_functions.Values.Where(known => added.All(one => one.Name != known.Name)).Concat(added));

    public JsonataFunctions Without(string name) => new(_functions.Values.Where(known => known.Name != name));

    public Builtin? Find(string name) => _functions.GetValueOrDefault(name);
}
