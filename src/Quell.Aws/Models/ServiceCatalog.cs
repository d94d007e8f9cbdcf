using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Quell.Aws.Models;

/// <summary>
/// Every AWS service that botocore describes. The index is read once; a service's model is loaded when it is first asked for, and
/// kept. Safe for any number of threads. The data file is made by <c>tools/service-models/build.py</c>.
/// </summary>
internal sealed class ServiceCatalog
{
    private static readonly Lazy<ServiceCatalog> Shared = new(() => new());

    private readonly FrozenDictionary<string, ServiceEntry> _byName;
    private readonly ConcurrentDictionary<string, Lazy<ServiceModel>> _models = new(StringComparer.Ordinal);
    private readonly ILookup<string, ServiceEntry> _bySigningName;
    private readonly ILookup<string, ServiceEntry> _byTargetPrefix;
    private readonly ILookup<string, ServiceEntry> _byEndpointPrefix;
    private readonly int _blocksAt;

    private ServiceCatalog()
    {
        using var file = Open();
        Span<byte> head = stackalloc byte[12];
        file.ReadExactly(head);
        if (!head[..4].SequenceEqual("QSM1"u8))
        {
            throw new InvalidDataException("models.bin is not a service model file of this version.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        _blocksAt = 12 + length;
        var index = new ModelReader(file, BinaryPrimitives.ReadInt32LittleEndian(head[8..]));
        Version = index.Text();
        Partitions = ReadPartitions(index);
        Services = ReadServices(index);
        _byName = Services.ToFrozenDictionary(service => service.Name, StringComparer.Ordinal);
        _bySigningName = Services.ToLookup(service => service.SigningName, StringComparer.Ordinal);
        _byTargetPrefix = Services.Where(service => service.TargetPrefix is not null)
            .SelectMany(service => TargetPrefixes(service.TargetPrefix!).Select(prefix => (prefix, service)))
            .ToLookup(pair => pair.prefix, pair => pair.service, StringComparer.Ordinal);
        _byEndpointPrefix = Services.ToLookup(service => service.EndpointPrefix, StringComparer.Ordinal);
    }

    /// <summary>The catalog of this build.</summary>
    public static ServiceCatalog Default => Shared.Value;

    /// <summary>The version of botocore that the data come from.</summary>
    public string Version { get; }

    /// <summary>Every service, ordered by name.</summary>
    public ImmutableArray<ServiceEntry> Services { get; }

    public ImmutableArray<Partition> Partitions { get; }

    /// <summary>The model of the service of that name (botocore's: <c>ec2</c>, <c>stepfunctions</c>), or null.</summary>
    public ServiceModel? Find(string name) => _byName.TryGetValue(name, out var entry) ? Load(entry) : null;

    /// <summary>The model of the service of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ServiceModel Get(string name) =>
        Find(name) ?? throw new ArgumentException($"botocore {Version} knows no service '{name}'.", nameof(name));

    /// <summary>The service's model, loaded at most once.</summary>
    public ServiceModel Load(ServiceEntry entry) => _models.GetOrAdd(entry.Name, _ => new(() => Read(entry))).Value;

    /// <summary>The services that sign with the name: several for <c>s3</c>, <c>rds</c>, <c>elasticloadbalancing</c> and others.</summary>
    public IEnumerable<ServiceEntry> BySigningName(string name) => _bySigningName[name];

    /// <summary>The services that have the prefix in <c>X-Amz-Target</c>: one, save for Timestream's two.</summary>
    public IEnumerable<ServiceEntry> ByTargetPrefix(string prefix) => _byTargetPrefix[prefix];

    public IEnumerable<ServiceEntry> ByEndpointPrefix(string prefix) => _byEndpointPrefix[prefix];

    /// <summary>The partition of a region, also of a region that is newer than the data; the standard one where none fits.</summary>
    public Partition PartitionOf(string region) =>
        Partitions.FirstOrDefault(partition => partition.Regions.Contains(region))
        ?? Partitions.FirstOrDefault(partition => partition.Fits(region))
        ?? Partitions[0];

    /// <summary>
    /// The SDKs that are made from Smithy models send the service's bare name (<c>CloudTrail_20131101</c>) where botocore's models
    /// put a namespace before it.
    /// </summary>
    private static IEnumerable<string> TargetPrefixes(string prefix) =>
        new[] { prefix, prefix[(prefix.LastIndexOf('.') + 1)..] }.Distinct();

    private static ImmutableArray<Partition> ReadPartitions(ModelReader index)
    {
        var partitions = ImmutableArray.CreateBuilder<Partition>(index.Number());
        while (partitions.Count < partitions.Capacity)
        {
            var facts = index.Texts();
            partitions.Add(new(facts[0], facts[1], facts[2], facts[3], index.Texts()));
        }

        return partitions.MoveToImmutable();
    }

    private static ImmutableArray<ServiceEntry> ReadServices(ModelReader index)
    {
        var services = ImmutableArray.CreateBuilder<ServiceEntry>(index.Number());
        while (services.Count < services.Capacity)
        {
            services.Add(new()
            {
                Name = index.Text(),
                ServiceId = index.Text(),
                EndpointPrefix = index.Text(),
                SigningName = index.Text(),
                ApiVersion = index.Text(),
                TargetPrefix = index.OptionalText(),
                JsonVersion = index.OptionalText(),
                XmlNamespace = index.OptionalText(),
                SignatureVersion = index.OptionalText(),
                GlobalEndpoint = index.OptionalText(),
                Protocols = index.Texts(),
                IsQueryCompatible = index.Number() != 0,
                Offset = index.Number(),
                Length = index.Number(),
                RawLength = index.Number(),
            });
        }

        return services.MoveToImmutable();
    }

    private static Stream Open() =>
        typeof(ServiceCatalog).Assembly.GetManifestResourceStream("models.bin")
        ?? throw new InvalidDataException("models.bin is not embedded in the assembly.");

    private ServiceModel Read(ServiceEntry entry)
    {
        using var file = Open();
        file.Position = _blocksAt + entry.Offset;
        return new ServiceBlock(new ModelReader(file, entry.RawLength)).Read(entry);
    }
}
