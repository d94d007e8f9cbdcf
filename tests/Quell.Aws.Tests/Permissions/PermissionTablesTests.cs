using System.Text.RegularExpressions;
using Quell.Aws.Models;
using Quell.Aws.Permissions;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Permissions;

/// <summary>The tables name only what the services' models have.</summary>
public sealed partial class PermissionTablesTests
{
    private const string Prefix = "Quell.Aws.Permissions.Services.";

    public static TheoryData<string> Services => [.. typeof(CallPermissions).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..^".json".Length])];

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_operation_of_a_table_exists(string service)
    {
        var names = ServiceCatalog.Default.Get(service).Operations.Keys.ToHashSet();

        Named(service).Where(name => name.EndsWith('*') ? !names.Any(each => each.StartsWith(name[..^1], StringComparison.Ordinal)) : !names.Contains(name) && OwnOperations.Find(service, name) is null).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_parameter_of_a_table_exists(string service)
    {
        var members = ServiceCatalog.Default.Get(service).Operations.Values.SelectMany(operation => Paths(operation.Input, "", 3)).ToHashSet();
        var table = Table(service);
        var used = (table.Object("resources") ?? JsonObject.Empty).Concat(table.Object("roles") ?? JsonObject.Empty)
            .SelectMany(entry => Parameter().Matches(entry.Value.ToString()).Select(match => match.Groups["path"].Value))
            .Concat((table.Object("keys") ?? JsonObject.Empty).Select(entry => ((JsonString)entry.Value).Value))
            .Except(["partition", "region", "account"]);

        // A map's keys are in no model.
        used.Where(path => !members.Contains(path) && !members.Contains(path[..Math.Max(0, path.LastIndexOf('.'))] + ".*")).ShouldBeEmpty();
    }

    private static IEnumerable<string> Named(string service) =>
        (Table(service).Object("operations") ?? JsonObject.Empty).Names.Concat((Table(service).Object("roles") ?? JsonObject.Empty).Names);

    private static IEnumerable<string> Paths(Shape? shape, string before, int depth) => (shape, depth) switch
    {
        (_, 0) => [],
        (Shape.Structure structure, _) => structure.Members.SelectMany(member => Paths(member.Shape, $"{before}{member.Name}.", depth - 1).Append(before + member.Name)),
        (Shape.List list, _) => Paths(list.Item.Shape, before, depth),
        (Shape.Map, _) => [before + "*"],
        _ => [],
    };

    private static JsonObject Table(string service)
    {
        using var reader = new StreamReader(typeof(CallPermissions).Assembly.GetManifestResourceStream(Prefix + service + ".json")!);
        return (JsonObject)JsonValue.Parse(reader.ReadToEnd());
    }

    [GeneratedRegex(@"\{(?<path>[A-Za-z0-9.]+)(:[a-z0-9]+)?\}")]
    private static partial Regex Parameter();
}
