using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws.Models;
using Quell.Server;
using Quell.Stacks;

namespace Quell.Tests.Documentation;

/// <summary>docs/reference/services.md: what is served, read from the tables that serve it.</summary>
internal static class ServicesDocument
{
    public static string File { get; } = Path.Combine(RequirementsDocument.Root, "docs", "reference", "services.md");

    public static async Task<string> Render()
    {
        var folder = Directory.CreateTempSubdirectory("quell-services-").FullName;
        try
        {
            await using var engines = new Engines(new ServerOptions { DataFolder = folder }, TimeProvider.System, NullLoggerFactory.Instance);
            return Text(engines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(Engines engines)
    {
        var text = new StringBuilder();
        text.Append("# What is served\n\nWritten by `./test` from the running tables. Do not edit. Every other operation answers `NotImplemented`.\n\n## AWS operations\n");
        foreach (var service in engines.Operations.All.Where(entry => OwnOperations.Find(entry.Service, entry.Operation) is null).GroupBy(entry => entry.Service).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append($"\n### {service.Key}\n\n");
            text.Append(string.Join(", ", service.Select(entry => entry.Operation).Order(StringComparer.Ordinal)));
            text.Append('\n');
        }

        text.Append("\n## Template resources\n\n");
        foreach (var type in ResourceTypes.All.Each.Select(type => type.Name).Order(StringComparer.Ordinal))
        {
            text.Append($"- `{type}`\n");
        }

        return text.ToString();
    }
}
