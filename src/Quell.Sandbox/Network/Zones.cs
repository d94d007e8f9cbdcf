using Quell.Engine.Scopes;

namespace Quell.Sandbox.Network;

/// <summary>The Availability Zones of a region.</summary>
internal static class Zones
{
    public static IReadOnlyList<Zone> Of(string region)
    {
        var count = region switch { "us-east-1" => 6, "us-west-2" => 4, _ => 3 };
        return [.. Enumerable.Range(0, count).Select(n => new Zone($"{region}{(char)('a' + n)}", $"{IdPrefix(region)}-az{n + 1}"))];
    }

    public static IReadOnlyList<Zone> Of(Scope scope) => Of(scope.Region);

    /// <summary>How zone ids abbreviate a region: <c>us-east-1</c> is <c>use1</c>, <c>ap-southeast-2</c> is <c>apse2</c>.</summary>
    private static string IdPrefix(string region)
    {
        var parts = region.Split('-');
        return parts[0] + string.Concat(parts[1..].Select(Abbreviate));
    }

    private static string Abbreviate(string part) => part switch
    {
        "northeast" => "ne",
        "northwest" => "nw",
        "southeast" => "se",
        "southwest" => "sw",
        _ => part[..1],
    };
}

/// <summary>An Availability Zone: its name in this account and its id, the same in all accounts.</summary>
internal sealed record Zone(string Name, string Id);
