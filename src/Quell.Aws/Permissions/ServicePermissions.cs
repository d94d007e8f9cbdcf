using System.Collections.Frozen;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Scopes;

namespace Quell.Aws.Permissions;

/// <summary>One service's table: see the folder's README for its members.</summary>
internal sealed class ServicePermissions
{
    private const string CreateTags = "ec2:CreateTags";
    private const string PassedTo = "iam:PassedToService";

    private readonly string _prefix;
    private readonly string? _principal;
    private readonly FrozenDictionary<string, PermissionLine[]> _operations;
    private readonly (string Beginning, PermissionLine[] Lines)[] _beginnings;
    private readonly PermissionLine[] _default;
    private readonly FrozenDictionary<string, ResourceTemplate[]> _roles;
    private readonly (string Key, string Path)[] _keys;

    private ServicePermissions(JsonObject table, string prefix)
    {
        _prefix = table.String("prefix") ?? prefix;
        _principal = table.String("principal");
        var resources = (table.Object("resources") ?? JsonObject.Empty).ToFrozenDictionary(
            member => member.Key, member => new ResourceTemplate(((JsonString)member.Value).Value), StringComparer.Ordinal);
        var everything = table.Has("default") ? table.Array("default").Strings : resources.Keys.AsEnumerable();
        var choices = everything.Select(names => PermissionLine.Choice(names, resources)).ToArray();
        _default = [PermissionLine.Of("=", resources, choices)];
        var operations = (table.Object("operations") ?? JsonObject.Empty)
            .Select(member => (Name: member.Key, Lines: ((JsonArray)member.Value).Strings.Select(line => PermissionLine.Of(line, resources, choices)).ToArray()))
            .ToArray();
        _operations = operations.Where(entry => !entry.Name.EndsWith('*')).ToFrozenDictionary(entry => entry.Name, entry => entry.Lines, StringComparer.Ordinal);
        _beginnings = [.. operations.Where(entry => entry.Name.EndsWith('*')).Select(entry => (entry.Name[..^1], entry.Lines))];
        _roles = (table.Object("roles") ?? JsonObject.Empty).ToFrozenDictionary(
            member => member.Key, member => ((JsonArray)member.Value).Strings.Select(Role).ToArray(), StringComparer.Ordinal);
        _keys = [.. (table.Object("keys") ?? JsonObject.Empty).Select(member => (member.Key, ((JsonString)member.Value).Value))];
    }

    /// <param name="service">The service by its botocore name.</param>
    /// <param name="prefix">What its actions begin with, unless the table says otherwise.</param>
    public static ServicePermissions Load(string service, string prefix)
    {
        using var file = typeof(ServicePermissions).Assembly.GetManifestResourceStream($"Quell.Aws.Permissions.Services.{service}.json");
        if (file is null)
        {
            return new(JsonObject.Empty, prefix);
        }

        using var reader = new StreamReader(file);
        return new((JsonObject)JsonValue.Parse(reader.ReadToEnd()), prefix);
    }

    public List<PermissionNeed> Needs(string operation, JsonObject input, Scope scope)
    {
        var needs = new List<PermissionNeed>();
        foreach (var line in LinesOf(operation))
        {
            line.AddTo(needs, ActionOf(line, operation), input, scope);
        }

        if (_roles.TryGetValue(operation, out var roles))
        {
            needs.AddRange(roles.SelectMany(role => role.Fill(input, scope)).Distinct().Select(role =>
                new PermissionNeed(CallPermissions.PassRole, role, _principal is null ? null : new(PassedTo, _principal))));
        }

        // Tagging what is being created takes a permission of its own (EC2 User Guide, "Grant permission to tag resources during creation").
        if (_prefix == "ec2" && operation != "CreateTags" && input.Has("TagSpecifications"))
        {
            needs.AddRange(RequestTags.CreatedTypes(input).Select(type =>
                new PermissionNeed(CreateTags, scope.Arn("ec2", type + "/*").ToString(), new("ec2:CreateAction", operation))));
        }

        return needs;
    }

    public IReadOnlyList<string> Actions(string operation) =>
        [.. LinesOf(operation).Select(line => ActionOf(line, operation)).Concat(_roles.ContainsKey(operation) ? [CallPermissions.PassRole] : []).Distinct()];

    public void AddKeys(PolicyContext context, JsonObject input)
    {
        foreach (var (key, path) in _keys)
        {
            context.Add(key, [.. ParameterPath.Values(input, path)]);
        }
    }

    private static ResourceTemplate Role(string template) =>
        new(template.StartsWith('{') ? $"arn:{{partition}}:iam::{{account}}:role/{template}" : template);

    private string ActionOf(PermissionLine line, string operation) => line.Action ?? $"{_prefix}:{operation}";

    private PermissionLine[] LinesOf(string operation)
    {
        if (_operations.TryGetValue(operation, out var lines))
        {
            return lines;
        }

        foreach (var (beginning, ofAll) in _beginnings)
        {
            if (operation.StartsWith(beginning, StringComparison.Ordinal))
            {
                return ofAll;
            }
        }

        return _default;
    }
}
