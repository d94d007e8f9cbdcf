using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Aws.Models;

/// <summary>
/// Reads a service's block: the mirror of <c>tools/service-models/build.py</c>. Shapes refer to each other by number, also forward, so
/// that the first pass makes them and notes the references, and the second ties them.
/// </summary>
internal sealed class ServiceBlock(ModelReader reader)
{
    private readonly List<Action> _ties = [];
    private Shape[] _shapes = [];

    public ServiceModel Read(ServiceEntry entry)
    {
        _shapes = new Shape[reader.Number()];
        for (var index = 0; index < _shapes.Length; index++)
        {
            _shapes[index] = ReadShape();
        }

        _ties.ForEach(tie => tie());
        var operations = ReadOperations();
        return new()
        {
            Entry = entry,
            Shapes = [.. _shapes],
            Operations = WithPaginators(operations),
            Waiters = ReadWaiters(),
            Endpoints = ReadEndpoints(),
        };
    }

    private Shape ReadShape()
    {
        var name = reader.Text();
        var kind = reader.Number();
        return kind switch
        {
            0 => ReadStructure(name),
            1 => ReadList(name),
            2 => ReadMap(name),
            3 => new Shape.Text(name, ReadRange()) { Pattern = reader.OptionalText(), Enum = reader.Texts() },
            4 => Plain(new Shape.Boolean(name)),
            5 or 6 or 7 or 8 => new Shape.Number(name, (NumberKind)(kind - 5), ReadRange()),
            9 => Plain(new Shape.Timestamp(name)),
            10 => new Shape.Blob(name, ReadRange()),
            _ => throw new InvalidDataException($"Shape {name} is of the unknown kind {kind}."),
        };
    }

    private Shape Plain(Shape shape)
    {
        ReadRange();
        return shape;
    }

    private Shape.Structure ReadStructure(string name)
    {
        var flags = reader.Number();
        var payload = reader.OptionalText();
        var error = (flags & 1) == 0 ? null : new ErrorTrait(reader.OptionalText(), reader.Number(), (flags & 16) != 0);
        var shape = new Shape.Structure(name)
        {
            IsUnion = (flags & 2) != 0,
            IsDocument = (flags & 4) != 0,
            IsEventStream = (flags & 8) != 0,
            Error = error,
        };
        var references = new Reference[reader.Number()];
        for (var index = 0; index < references.Length; index++)
        {
            references[index] = ReadReference(reader.Text());
        }

        _ties.Add(() =>
        {
            shape.Members = ImmutableArray.Create(Array.ConvertAll(references, Tie));
            shape.Payload = payload is null ? null : shape.Members.First(member => member.Name == payload);
        });
        return shape;
    }

    private Shape.List ReadList(string name)
    {
        var item = ReadReference("");
        var shape = new Shape.List(name, ReadRange());
        _ties.Add(() => shape.Item = Tie(item));
        return shape;
    }

    private Shape.Map ReadMap(string name)
    {
        var (key, value) = (ReadReference(""), ReadReference(""));
        var shape = new Shape.Map(name, ReadRange());
        _ties.Add(() => (shape.Key, shape.Value) = (Tie(key), Tie(value)));
        return shape;
    }

    private SizeRange ReadRange() => new(ReadBound(), ReadBound());

    private double? ReadBound() =>
        reader.OptionalText() is { } bound ? double.Parse(bound, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private Reference ReadReference(string name)
    {
        var shape = reader.Number();
        var flags = reader.Number();
        return new(
            name,
            shape,
            (MemberTraits)(flags & 0x1FF),
            (MemberLocation)reader.Number(),
            Optional(flags, 9),
            Optional(flags, 10),
            Optional(flags, 11),
            Optional(flags, 12),
            Optional(flags, 13));
    }

    private string? Optional(int flags, int bit) => (flags >> bit & 1) == 0 ? null : reader.Text();

    private Member Tie(Reference reference) => new(reference.Name, _shapes[reference.Shape])
    {
        Traits = reference.Traits,
        Location = reference.Location,
        LocationName = reference.LocationName,
        QueryName = reference.QueryName,
        TimestampFormat = reference.TimestampFormat,
        XmlNamespace = reference.XmlNamespace,
        XmlPrefix = reference.XmlPrefix,
    };

    private List<OperationModel> ReadOperations()
    {
        var operations = new List<OperationModel>(reader.Number());
        while (operations.Count < operations.Capacity)
        {
            operations.Add(ReadOperation());
        }

        return operations;
    }

    private OperationModel ReadOperation()
    {
        var name = reader.Text();
        var flags = reader.Number();
        return new()
        {
            Name = name,
            IsReadOnly = (flags & 1) != 0,
            IsIdempotent = (flags & 2) != 0,
            NeedsChecksum = (flags & 4) != 0,
            IsPayloadUnsigned = (flags & 8) != 0,
            IsAnonymous = (flags & 16) != 0,
            IsDeprecated = (flags & 32) != 0,
            Method = reader.Text(),
            RequestUri = reader.Text(),
            ResponseCode = reader.Number(),
            Input = ReadStructureReference(),
            Output = ReadStructureReference(),
            InputRoot = reader.OptionalText(),
            InputXmlNamespace = reader.OptionalText(),
            ResultWrapper = reader.OptionalText(),
            HostPrefix = reader.OptionalText(),
            ChecksumAlgorithmMember = reader.OptionalText(),
            ResponseAlgorithms = reader.Texts(),
            Errors = ReadErrors(),
        };
    }

    private Shape.Structure? ReadStructureReference()
    {
        var index = reader.Number();
        return index == 0 ? null : (Shape.Structure)_shapes[index - 1];
    }

    private ImmutableArray<Shape.Structure> ReadErrors()
    {
        var errors = ImmutableArray.CreateBuilder<Shape.Structure>(reader.Number());
        while (errors.Count < errors.Capacity)
        {
            errors.Add((Shape.Structure)_shapes[reader.Number()]);
        }

        return errors.MoveToImmutable();
    }

    private FrozenDictionary<string, OperationModel> WithPaginators(List<OperationModel> operations)
    {
        var byName = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
        for (var left = reader.Number(); left > 0; left--)
        {
            var name = reader.Text();
            var paginator = new Paginator(reader.Texts(), reader.Texts(), reader.Texts(), reader.OptionalText(), reader.OptionalText());
            if (byName.TryGetValue(name, out var operation))
            {
                operation.Paginator = paginator;
            }
        }

        return byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private FrozenDictionary<string, JsonObject> ReadWaiters()
    {
        var waiters = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        for (var left = reader.Number(); left > 0; left--)
        {
            waiters[reader.Text()] = (JsonObject)JsonValue.Parse(reader.Text());
        }

        return waiters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private FrozenDictionary<string, PartitionEndpoints> ReadEndpoints()
    {
        var endpoints = new Dictionary<string, PartitionEndpoints>(StringComparer.Ordinal);
        for (var left = reader.Number(); left > 0; left--)
        {
            var partition = reader.Text();
            var template = ReadTemplate();
            var exceptions = new Dictionary<string, EndpointTemplate>(StringComparer.Ordinal);
            for (var regions = reader.Number(); regions > 0; regions--)
            {
                exceptions[reader.Text()] = ReadTemplate();
            }

            endpoints[partition] = new(template, exceptions.ToFrozenDictionary(StringComparer.Ordinal));
        }

        return endpoints.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private EndpointTemplate ReadTemplate()
    {
        var facts = reader.Texts();
        return new(facts[0], facts[1], facts[2]);
    }

    private readonly record struct Reference(
        string Name,
        int Shape,
        MemberTraits Traits,
        MemberLocation Location,
        string? LocationName,
        string? QueryName,
        string? TimestampFormat,
        string? XmlNamespace,
        string? XmlPrefix);
}
