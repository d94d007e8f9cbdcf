using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Quell.Engine.Scopes;
using Quell.Engine.Sources;
using Quell.Engine.Sources.Mappings;
using Quell.Engine.Templates;
using Quell.Events;

namespace Quell.Sources;

/// <summary>
/// Reads the file of <c>quell up --sources</c> (<c>docs/guide/ways-in.md</c>): YAML or JSON; secrets stand in variables or files, never in
/// it. All that is wrong is said at once, each with its place.
/// </summary>
/// <param name="folder">What relative paths start from: the file's folder.</param>
/// <param name="environment">Gives a variable's value; null where it is not set.</param>
internal sealed partial class SourceFile(string folder, Func<string, string?> environment)
{
    /// <summary>The kinds that are no mapping.</summary>
    private const string EventBridge = "eventbridge";
    private const string CloudEvents = "cloudevents";
    private const string Queue = "sqs";

    private const int DefaultBody = 1024 * 1024;
    private const int LargestBody = 25 * 1024 * 1024;
    private const int DefaultPollers = 2;

    private readonly DefinitionReader _reader = new();
    private readonly Dictionary<string, Mapping> _mappings = new(StringComparer.Ordinal);

    /// <returns>The sources, or what is wrong.</returns>
    public static (SourceDefinitions? Sources, IReadOnlyList<string> Faults) Read(string text, string folder, Func<string, string?> environment)
    {
        var file = new SourceFile(folder, environment);
        var sources = file._reader.Parse(text) is { } root ? file.Sources(root) : null;
        return file._reader.Faults.Count == 0 ? (sources, []) : (null, file._reader.Faults);
    }

    private SourceDefinitions Sources(TemplateNode.Map root)
    {
        _reader.Only(root, "mappings", "sources");
        ReadMappings(root);
        if (root["sources"] is not TemplateNode.List list)
        {
            _reader.Fault(root["sources"] ?? root, "'sources' wants a list of sources");
            return SourceDefinitions.None;
        }

        var sources = list.Items.Select(Source).OfType<SourceDefinition>().ToImmutableArray();
        foreach (var name in sources.GroupBy(source => source.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            _reader.Fault(list, $"the name '{name.Key}' stands here more than once");
        }

        return new(sources);
    }

    /// <summary>The author's own mappings: every YAML or JSON file of the folder. One of a kind that comes with Quell takes its place.</summary>
    private void ReadMappings(TemplateNode.Map root)
    {
        if (_reader.Text(root, "mappings") is not { } name)
        {
            return;
        }

        var path = Path.Combine(folder, name);
        if (!Directory.Exists(path))
        {
            _reader.Fault(root["mappings"] ?? root, $"there is no folder {path}");
            return;
        }

        foreach (var file in Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal))
        {
            var (mapping, faults) = MappingReader.Read(File.ReadAllText(file));
            foreach (var fault in faults)
            {
                _reader.Fault(root["mappings"] ?? root, $"{file}: {fault}");
            }

            if (mapping is not null && !_mappings.TryAdd(mapping.Kind, mapping))
            {
                _reader.Fault(root["mappings"] ?? root, $"{file}: another mapping has the kind '{mapping.Kind}', too");
            }
        }
    }

    private SourceDefinition? Source(TemplateNode node)
    {
        if (node is not TemplateNode.Map map)
        {
            _reader.Fault(node, "a source is a map: {name: …, kind: …}");
            return null;
        }

        var (name, kind, bus) = (_reader.Text(map, "name", isRequired: true), _reader.Text(map, "kind", isRequired: true), _reader.Text(map, "bus"));
        if (name is not null && !Name().IsMatch(name))
        {
            _reader.Fault(map["name"] ?? map, "a name is made of up to 64 letters, digits, '-', '_' and '.'");
        }

        if (bus is not null && BusRef.Of(bus, new Scope(Scope.DefaultAccount, Scope.DefaultRegion)) is null)
        {
            _reader.Fault(map["bus"] ?? map, "'bus' wants the name of an event bus or its ARN");
        }

        return name is null || kind is null ? null
            : kind == Queue ? OfQueue(map, name, bus)
            : OfEndpoint(map, name, kind, bus);
    }

    private SourceDefinition.Queue? OfQueue(TemplateNode.Map map, string name, string? bus)
    {
        _reader.Only(map, "name", "kind", "bus", "queue", "pollers");
        var queue = _reader.Text(map, "queue", isRequired: true);
        var pollers = (int)(_reader.Number(map, "pollers", 1, 32) ?? DefaultPollers);
        if (queue is not null && QueueUrl(queue) is { } url)
        {
            return new(url, Region(url, environment), pollers) { Name = name, Kind = Queue, Bus = bus };
        }

        if (queue is not null)
        {
            _reader.Fault(map["queue"] ?? map, "'queue' wants a queue's URL such as https://sqs.eu-west-1.amazonaws.com/123456789012/quell");
        }

        return null;
    }

    /// <summary>A queue of <c>--relay</c>, as if it stood in the file.</summary>
    /// <returns>Null where it is no queue's URL.</returns>
    public static SourceDefinition.Queue? OfUrl(string url, Func<string, string?> environment) =>
        QueueUrl(url) is { } queue ? new(queue, Region(queue, environment), DefaultPollers) { Name = queue.Segments[^1].Trim('/'), Kind = Queue } : null;

    private static Uri? QueueUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Segments.Length >= 2 && url.Query.Length == 0 && url.UserInfo.Length == 0 ? url : null;

    /// <summary>The region that stands in the URL's host; else that of the environment.</summary>
    private static string Region(Uri queue, Func<string, string?> environment) =>
        queue.Host.Split('.').FirstOrDefault(label => RegionName().IsMatch(label))
        ?? (environment("AWS_REGION") is { Length: > 0 } region ? region
            : environment("AWS_DEFAULT_REGION") is { Length: > 0 } fallback ? fallback
            : Scope.DefaultRegion);

    private SourceDefinition.Endpoint? OfEndpoint(TemplateNode.Map map, string name, string kind, string? bus)
    {
        _reader.Only(map, "name", "kind", "bus", "secret", "check", "maxBody", "awsSources");
        var mapping = _mappings.GetValueOrDefault(kind) ?? BuiltInMappings.Find(kind);
        ISourceFormat? format = kind switch
        {
            EventBridge => new EventBridgeFormat(),
            CloudEvents => new CloudEventsFormat(),
            _ => mapping,
        };
        if (format is null)
        {
            var known = BuiltInMappings.Kinds.Concat(_mappings.Keys).Concat([EventBridge, CloudEvents, Queue]).Distinct().Order(StringComparer.Ordinal);
            _reader.Fault(map["kind"] ?? map, $"there is no kind '{kind}', but {string.Join(", ", known)}; 'mappings' names a folder with others");
            return null;
        }

        var given = _reader.Map(map, "check") is { } own ? CheckDefinition.Read(_reader, own) : null;
        var check = given ?? mapping?.Check ?? (kind == EventBridge ? new CheckDefinition.Token("x-api-key", "") : new CheckDefinition.Token("Authorization", "Bearer "));
        var secrets = Secrets(map);
        if (check is CheckDefinition.None != secrets.IsEmpty && _reader.Faults.Count == 0)
        {
            _reader.Fault(map, check is CheckDefinition.None
                ? "'check: {type: none}' wants no secret"
                : $"senders prove who they are ({check.Name}), so 'secret' is wanted: {{env: VARIABLE}} or {{file: PATH}}. 'check: {{type: none}}' lets anybody send");
        }

        return new(format, new RequestCheck(check, secrets), (int)(_reader.Number(map, "maxBody", 1, LargestBody) ?? DefaultBody), IsTrue(map, "awsSources") ?? kind == EventBridge)
        {
            Name = name,
            Kind = kind,
            Bus = bus,
        };
    }

    private bool? IsTrue(TemplateNode.Map map, string name)
    {
        if (map[name] is not { } node)
        {
            return null;
        }

        if (node is not TemplateNode.Scalar { Type: ScalarType.Boolean })
        {
            _reader.Fault(node, $"'{name}' wants true or false");
        }

        return node.Text == "true";
    }

    private ImmutableArray<string> Secrets(TemplateNode.Map map) => map["secret"] switch
    {
        null => [],
        TemplateNode.List several => [.. several.Items.Select(Secret).OfType<string>()],
        var one => [.. new[] { Secret(one) }.OfType<string>()],
    };

    private string? Secret(TemplateNode node)
    {
        if (node is not TemplateNode.Map map || map.Members is not [{ Name: "env" or "file" }])
        {
            _reader.Fault(node, "a secret is {env: VARIABLE} or {file: PATH}; it never stands here itself");
            return null;
        }

        var value = _reader.Text(map, "env") is { } variable ? environment(variable) : _reader.Text(map, "file") is { } file ? OfFile(Path.Combine(folder, file)) : null;
        if (string.IsNullOrWhiteSpace(value))
        {
            _reader.Fault(node, map.Members[0].Name == "env"
                ? $"the variable {map.Members[0].Value.Text} is not set"
                : $"the file {map.Members[0].Value.Text} cannot be read, or is empty");
            return null;
        }

        return value;
    }

    private static string? OfFile(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8).TrimEnd('\r', '\n');
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Said by the caller, with its place.
            return null;
        }
    }

    [GeneratedRegex(@"^[a-z]{2}(-[a-z]+)+-\d{1,2}\z")]
    private static partial Regex RegionName();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex Name();
}
