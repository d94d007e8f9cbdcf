namespace Quell.Functions;

/// <summary>Which program runs a function's code.</summary>
internal enum RuntimeFamily
{
    Python,
    Node,
}

/// <summary>The runtimes that functions can name. The system's own <c>python3</c> and <c>node</c> run them, whatever their version.</summary>
internal static class FunctionRuntime
{
    /// <summary>Identifiers accepted (Lambda Developer Guide, "Lambda runtimes").</summary>
    public static IReadOnlyList<string> Supported { get; } =
    [
        "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14",
        "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x",
    ];

    public static RuntimeFamily FamilyOf(string runtime) =>
        runtime.StartsWith("python", StringComparison.Ordinal) ? RuntimeFamily.Python : RuntimeFamily.Node;
}
