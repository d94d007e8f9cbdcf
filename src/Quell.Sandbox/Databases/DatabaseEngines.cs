namespace Quell.Sandbox.Databases;

/// <summary>The engines of RDS with their usual version, port and licence (RDS API Reference, CreateDBInstance, <c>Engine</c>).</summary>
internal static class DatabaseEngines
{
    private static readonly Dictionary<string, (string Version, int Port, string License)> Engines = new()
    {
        ["aurora-mysql"] = ("8.0.mysql_aurora.3.08.2", 3306, "general-public-license"),
        ["aurora-postgresql"] = ("16.8", 5432, "postgresql-license"),
        ["mariadb"] = ("11.4.5", 3306, "general-public-license"),
        ["mysql"] = ("8.0.42", 3306, "general-public-license"),
        ["oracle-ee"] = ("19.0.0.0.ru-2025-04.rur-2025-04.r1", 1521, "bring-your-own-license"),
        ["oracle-se2"] = ("19.0.0.0.ru-2025-04.rur-2025-04.r1", 1521, "license-included"),
        ["postgres"] = ("17.4", 5432, "postgresql-license"),
        ["sqlserver-ee"] = ("16.00.4195.2.v1", 1433, "license-included"),
        ["sqlserver-ex"] = ("16.00.4195.2.v1", 1433, "license-included"),
        ["sqlserver-se"] = ("16.00.4195.2.v1", 1433, "license-included"),
        ["sqlserver-web"] = ("16.00.4195.2.v1", 1433, "license-included"),
    };

    public static string Checked(string engine) => Engines.ContainsKey(engine)
        ? engine
        : throw DatabaseErrors.InvalidValue($"Invalid DB engine: {engine}");

    public static string VersionOf(string engine) => Engines[engine].Version;

    public static int PortOf(string engine) => Engines[engine].Port;

    public static string LicenseOf(string engine) => Engines[engine].License;

    /// <summary>PostgreSQL counts its major versions by the first number, the others by the first two.</summary>
    public static string MajorOf(string engine, string version) =>
        string.Join('.', version.Split('.').Take(engine.Contains("postgres", StringComparison.Ordinal) ? 1 : 2));

    public static void CheckClass(string name)
    {
        if (name.Split('.') is not ["db", { Length: > 1 }, { Length: > 1 }, ..])
        {
            throw DatabaseErrors.InvalidValue($"Invalid DB Instance class: {name}");
        }
    }
}
