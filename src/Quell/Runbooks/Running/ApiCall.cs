using System.Diagnostics.CodeAnalysis;
using System.Text;
using Quell.Aws.Models;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;
using Quell.Workflows.Tasks;

namespace Quell.Runbooks.Running;

/// <summary>
/// A call as a runbook's author wrote it, understood: the service as boto3 names its client, the operation as the API reference or as
/// boto3's methods name it, the parameters by the API's names (Systems Manager User Guide, "aws:executeAwsApi").
/// </summary>
internal sealed record ApiCall(ServiceModel Service, OperationModel Operation, JsonObject Input, ReadOnlyMemory<byte>? Body)
{
    /// <summary>The error's name of a call whose parameters are not those of the operation, as boto3 names it.</summary>
    public const string ParameterError = "ParamValidationError";

    /// <param name="spec"><c>{"service", "api", "parameters"}</c></param>
    /// <param name="failure">Why it is no call; null where it is one.</param>
    public static bool TryRead(JsonObject spec, [NotNullWhen(true)] out ApiCall? call, [NotNullWhen(false)] out Signal.Failed? failure)
    {
        (call, failure) = (null, null);
        var (name, api) = (spec.String("service") ?? "", spec.String("api") ?? "");
        if (ServiceCatalog.Default.Find(name.ToLowerInvariant()) is not { } service)
        {
            failure = new("UnknownServiceError", $"Unknown service: '{name}'. Valid are the names of boto3's clients: ec2, s3, iam and so on.");
            return false;
        }

        if (service.FindWritten(api) is not { } operation)
        {
            failure = new("UnknownOperation", $"The service '{name}' has no operation '{api}'.");
            return false;
        }

        var reader = new ArgumentReader(MemberNames.Model, ArgumentWords.Botocore);
        var input = reader.Read(operation.Input ?? new("Nothing"), spec.Object("parameters") ?? JsonObject.Empty);
        if (reader.Mistakes.Count > 0)
        {
            failure = new(ParameterError, $"Parameter validation failed:\n{string.Join('\n', reader.Mistakes)}");
            return false;
        }

        call = new(service, operation, Texts(operation, input, spec.Object("parameters") ?? JsonObject.Empty), null);
        if (service.Name == "s3" && operation is { HasInputBody: true, Input.Payload: { } payload })
        {
            var (rest, body) = ObjectContent.Split(call.Input, payload.Name);
            call = call with { Input = rest, Body = body };
        }

        return true;
    }

    /// <summary>What the step's result is: members by the model's names, a payload as text.</summary>
    public JsonObject Output(CallAnswer answer)
    {
        if (Operation.Output is not { } shape)
        {
            return JsonObject.Empty;
        }

        var body = answer.Body is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
        return shape.Payload is not { Shape: Shape.Blob } payload ? answer.Output
            : answer.Output.With(payload.Name, body ?? (answer.Output.String(payload.Name) is { } inline ? Encoding.UTF8.GetString(Convert.FromBase64String(inline)) : null));
    }

    /// <summary>Blobs that were written as texts are these texts' bytes, not JSON.</summary>
    private static JsonObject Texts(OperationModel operation, JsonObject input, JsonObject written)
    {
        foreach (var member in operation.Input?.Members ?? [])
        {
            if (member.Shape is Shape.Blob && written[member.Name] is JsonString text)
            {
                input = input.With(member.Name, Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Value)));
            }
        }

        return input;
    }
}
