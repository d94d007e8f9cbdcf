using System.IO.Compression;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Trail;

/// <summary>The real CloudTrail records of <c>../shared/data/cloudtrail</c>.</summary>
internal static class RecordedCalls
{
    public const string Folder = "data/cloudtrail";

    public static IEnumerable<JsonObject> All() =>
        from file in Directory.EnumerateFiles(Shared.PathOf(Folder), "*.json.gz").Order(StringComparer.Ordinal)
        from record in ((JsonObject)JsonValue.Parse(Inflate(file))).Array("Records").Objects
        select record;

    /// <summary>The model of the service and operation that a record is of; null where no model has it.</summary>
    public static (ServiceModel Service, OperationModel Operation)? ModelOf(JsonObject record)
    {
        var source = record.String("eventSource")!.Split('.')[0];
        if (ServiceCatalog.Default.Find(source == "monitoring" ? "cloudwatch" : source) is not { } service)
        {
            return null;
        }

        var name = record.String("eventName")!;
        return service.Operations.Values
            .Where(operation => Sandbox.Trail.TrailNames.EventNameOf(service.Name, operation.Name) == name)
            .OrderByDescending(operation => operation.Name == name)
            .Select(operation => ((ServiceModel, OperationModel)?)(service, operation))
            .FirstOrDefault();
    }

    private static byte[] Inflate(string file)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
