using System.Collections.Concurrent;
using Quell.Aws.Models;
using Quell.Aws.Permissions;
using Quell.Engine.Runbooks.Checking;

namespace Quell.Runbooks;

/// <summary>AWS's services as the check of runbooks looks at them, made of the service models. Safe for any number of threads.</summary>
internal static class ModelledApis
{
    private static readonly ConcurrentDictionary<string, ApiService?> Services = new(StringComparer.Ordinal);

    public static ApiCatalog Catalog { get; } = new([.. ServiceCatalog.Default.Services.Select(service => service.Name)], Find);

    private static ApiService? Find(string written) => Services.GetOrAdd(written.ToLowerInvariant(), static name =>
        ServiceCatalog.Default.Find(name) is { } model ? Service(model) : null);

    private static ApiService Service(ServiceModel model) => new(
        model.Name,
        [.. model.Operations.Keys.Order(StringComparer.Ordinal)],
        written => model.FindWritten(written) is { } found ? Operation(model, found) : null);

    private static ApiOperation Operation(ServiceModel service, OperationModel operation) => new(
        operation.Name,
        [.. CallPermissions.ActionsOf(service.Name, operation.Name)],
        Structure(service, operation.Input),
        Structure(service, operation.Output),
        operation.HasOutputBody && operation.Output?.Payload?.IsStreaming == true && service.Name != "lambda");

    private static ApiShape.Structure Structure(ServiceModel service, Shape.Structure? shape) => shape is null
        ? new("", [], [], static _ => null)
        : new(
            shape.Name,
            [.. shape.Members.Select(member => member.Name)],
            [.. shape.Members.Where(member => member.IsRequired && !member.IsIdempotencyToken).Select(member => member.Name)],
            name => shape.Find(name) is { } member ? Describe(service, member.Shape) : null);

    private static ApiShape Describe(ServiceModel service, Shape shape) => shape switch
    {
        Shape.Structure { IsDocument: true } => new ApiShape.Other(),
        Shape.Structure structure => Structure(service, structure),
        Shape.List list => new ApiShape.List(() => Describe(service, list.Item.Shape)),
        Shape.Map map => new ApiShape.Map(() => Describe(service, map.Value.Shape)),
        Shape.Number number => new ApiShape.Number(number.IsWhole),
        Shape.Boolean => new ApiShape.Boolean(),

        // boto3 hands out IAM's policies as what their text says.
        Shape.Text when service.Name == "iam" && shape.Name == "policyDocumentType" => new ApiShape.Other(),
        _ => new ApiShape.Text(),
    };
}
