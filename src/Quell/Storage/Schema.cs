using System.Reflection;
using System.Text;

namespace Quell.Storage;

/// <summary>
/// The journal's tables: SQL files embedded from <c>Storage/Schema</c>, applied once each in the order of their names and
/// remembered by name. A released file never changes; what comes later is a new file.
/// </summary>
internal static class Schema
{
    private const string Prefix = "Quell.Storage.Schema.";

    /// <exception cref="JournalException">The journal has a migration that this version does not know.</exception>
    public static void Migrate(JournalConnection connection)
    {
        connection.Script("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) WITHOUT ROWID");
        var applied = connection.Query("SELECT name FROM migrations", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var known = Files();
        if (applied.Except(known.Keys).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new JournalException(
                $"A later version of Quell wrote this journal (it has the schema change '{unknown}'). Use that version, or another --data folder.",
                isTransient: false);
        }

        foreach (var (name, sql) in known.Where(file => !applied.Contains(file.Key)))
        {
            connection.Script($"BEGIN IMMEDIATE; {sql}; INSERT INTO migrations VALUES ('{name}'); COMMIT;");
        }
    }

    private static SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)
                ?? throw new System.Diagnostics.UnreachableException(resource);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            files.Add(resource[Prefix.Length..^".sql".Length], reader.ReadToEnd());
        }

        return files;
    }
}
