using System.Security.Cryptography;

namespace Quell.Storage;

/// <summary>The text that seeds every id of a data folder: made once, at random, and kept.</summary>
internal static class Seed
{
    public static void Ensure(JournalConnection connection) => connection.Execute(
        "INSERT OR IGNORE INTO settings (name, value) VALUES ('seed', ?1)", RandomNumberGenerator.GetHexString(32, lowercase: true));

    public static string Of(Journal journal) => journal.Read(connection =>
        connection.Query("SELECT value FROM settings WHERE name = 'seed'", row => row.GetString(0))[0]);
}
