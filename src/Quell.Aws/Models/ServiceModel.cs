using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Aws.Models;

/// <summary>A service's whole model. Immutable.</summary>
internal sealed class ServiceModel
{
    private FrozenDictionary<string, Shape.Structure>? _errors;
    private ILookup<string, OperationModel>? _plain;
    private string? _xmlNamespace;

    public required ServiceEntry Entry { get; init; }

    /// <summary>By operation name, in whatever order.</summary>
    public required FrozenDictionary<string, OperationModel> Operations { get; init; }

    /// <summary>Every shape that an operation reaches.</summary>
    public required ImmutableArray<Shape> Shapes { get; init; }

    /// <summary>Host names that differ from <c>{endpointPrefix}.{region}.{dnsSuffix}</c>, by partition name.</summary>
    public required FrozenDictionary<string, PartitionEndpoints> Endpoints { get; init; }

    /// <summary>botocore's waiters by name: operation, delay, maxAttempts, acceptors.</summary>
    public required FrozenDictionary<string, JsonObject> Waiters { get; init; }

    public string Name => Entry.Name;

    public string ServiceId => Entry.ServiceId;

    public string SigningName => Entry.SigningName;

    public string ApiVersion => Entry.ApiVersion;

    /// <summary>The namespace of the service's XML; empty where it has none.</summary>
    public string XmlNamespace => _xmlNamespace ??= Entry.XmlNamespace
        ?? Operations.Values.Select(operation => operation.InputXmlNamespace).FirstOrDefault(uri => uri is not null)
        ?? (Entry.Name == "s3" ? "http://s3.amazonaws.com/doc/2006-03-01/" : "");

    public OperationModel? Find(string operation) => Operations.GetValueOrDefault(operation);

    /// <summary>The operation as <c>DescribeInstances</c>, <c>describeInstances</c> or, as boto3's methods are called, <c>describe_instances</c>; null where there is none.</summary>
    public OperationModel? FindWritten(string operation) =>
        Find(operation) ?? (_plain ??= Operations.Values.ToLookup(each => Plain(each.Name), StringComparer.Ordinal))[Plain(operation)].FirstOrDefault();

    /// <summary>The modelled error of that code, be it the shape's name (JSON form) or the code of the XML forms; null for others.</summary>
    public Shape.Structure? FindError(string code) => (_errors ??= IndexErrors()).GetValueOrDefault(code);

    /// <summary>boto3's snake case and the API's names without what tells them apart.</summary>
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private FrozenDictionary<string, Shape.Structure> IndexErrors()
    {
        var errors = new Dictionary<string, Shape.Structure>(StringComparer.Ordinal);
        foreach (var shape in Shapes.OfType<Shape.Structure>().Where(shape => shape.Error is not null))
        {
            errors.TryAdd(shape.Name, shape);
            errors.TryAdd(shape.Error?.Code ?? shape.Name, shape);
        }

        return errors.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <param name="HostName">With <c>{region}</c> where the region goes.</param>
/// <param name="SigningRegion">The region to sign for; empty for the region called.</param>
/// <param name="SigningName">The service to sign for; empty for the service's own.</param>
internal sealed record EndpointTemplate(string HostName, string SigningRegion, string SigningName);

/// <summary>A service's host names in one partition.</summary>
internal sealed record PartitionEndpoints(EndpointTemplate Default, FrozenDictionary<string, EndpointTemplate> Exceptions)
{
    public EndpointTemplate For(string region) => Exceptions.GetValueOrDefault(region, Default);
}
