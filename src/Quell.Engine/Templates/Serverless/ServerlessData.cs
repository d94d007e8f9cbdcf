using System.Diagnostics;

namespace Quell.Engine.Templates.Serverless;

/// <summary>The tables that lie beside the code.</summary>
internal static class ServerlessData
{
    public static string Text(string name)
    {
        using var stream = typeof(ServerlessData).Assembly.GetManifestResourceStream($"{typeof(ServerlessData).Namespace}.{name}")
            ?? throw new UnreachableException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
