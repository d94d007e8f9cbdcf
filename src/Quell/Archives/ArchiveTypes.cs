using Quell.Engine.Scopes;

namespace Quell.Archives;

/// <summary>
/// The resources of archives and replays. An archive is its DescribeArchive answer without what it holds, and
/// <c>Incarnation</c>, which tells its events from those of an earlier archive of its name; a replay is its DescribeReplay
/// answer and <c>Position</c>, where it goes on.
/// </summary>
internal static class ArchiveTypes
{
    public const string Archive = "events:archive";
    public const string Replay = "events:replay";

    public const string Incarnation = "Incarnation";
    public const string Position = "Position";

    private const string ArchivePrefix = "archive/";

    public static string ArchiveArn(Scope scope, string name) => scope.Arn("events", ArchivePrefix + name).ToString();

    public static string ReplayArn(Scope scope, string name) => scope.Arn("events", $"replay/{name}").ToString();

    /// <summary>The name of the archive of an ARN in this scope; null for an ARN of anything else.</summary>
    public static string? NameOf(string? text, Scope scope) =>
        Arn.TryParse(text, out var arn) && arn.Service == "events" && arn.Scope == scope && arn.Resource.StartsWith(ArchivePrefix, StringComparison.Ordinal)
            ? arn.Resource[ArchivePrefix.Length..]
            : null;
}
