using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Quell.Storage;

/// <summary>
/// Binds the SQLite provider to the system's own library, so that its security fixes come with the system. Decision:
/// <c>docs/decisions/0004-journal.md</c>.
/// </summary>
internal static class SqliteNative
{
    private const int OldestServed = 3_035_000;
    private static readonly Lock Gate = new();
    private static string? _version;

    /// <summary>Loads the library once a process.</summary>
    /// <returns>Its version, <c>3.40.1</c>.</returns>
    /// <exception cref="JournalException">There is no system library, or one older than 3.35 (no RETURNING, known holes).</exception>
    public static string Use()
    {
        lock (Gate)
        {
            return _version ??= Load();
        }
    }

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        var version = raw.sqlite3_libversion().utf8_to_string();
        return raw.sqlite3_libversion_number() >= OldestServed
            ? version
            : throw new JournalException($"The system's SQLite is {version}; Quell needs 3.35 or later.", isTransient: false);
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return IntPtr.Zero;
        }

        foreach (var candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return handle;
            }
        }

        throw new JournalException(
            $"No system SQLite library found ({string.Join(", ", Candidates())}). On Debian: apt-get install libsqlite3-0.",
            isTransient: false);
    }

    private static string[] Candidates() =>
        OperatingSystem.IsWindows() ? ["winsqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];
}
