using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Quell;

/// <summary>A test that needs modules of <c>python3</c>; skipped, with the reason, where it cannot import them. Part of every test project.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(string modules) => Skip = Python.WhyNot("python3", modules);

    /// <param name="python">The interpreter, where it is not that of the path.</param>
    /// <param name="modules">As they stand behind <c>import</c>.</param>
    public PythonFactAttribute(string python, string modules) => Skip = Python.WhyNot(python, modules);
}

/// <summary>As <see cref="PythonFactAttribute"/>, for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute(string modules) => Skip = Python.WhyNot("python3", modules);
}

/// <summary>Which modules the interpreters of this machine can import; each is asked once.</summary>
internal static class Python
{
    private static readonly ConcurrentDictionary<(string Python, string Modules), string?> Reasons = new();

    /// <summary>Why an interpreter cannot import modules; null where it can.</summary>
    public static string? WhyNot(string python, string modules) => Reasons.GetOrAdd((python, modules), static key => Ask(key.Python, key.Modules));

    private static string? Ask(string python, string modules)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {modules}"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{python} cannot import {modules}: {error.Split('\n')[^1]}";
        }
        catch (Win32Exception notFound)
        {
            return $"{python} cannot be started: {notFound.Message}";
        }
    }
}
