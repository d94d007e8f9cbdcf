using Quell.Aws;
using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Executions;

namespace Quell.Runbooks.Running;

/// <summary>
/// Reads the parameters that a document names as <c>{{ssm:name}}</c>, as the execution's role (Systems Manager User Guide, "Working with
/// Parameter Store in Automation": <c>SecureString</c> is none of them).
/// </summary>
internal sealed class LookupPerformer(RunbookCalls calls) : IWorkPerformer
{
    /// <summary>Names of one request (API reference, GetParameters).</summary>
    private const int MostNames = 10;

    public async ValueTask<Signal?> Perform(WorkOrder order, CancellationToken cancellationToken)
    {
        var found = JsonObject.Empty;
        try
        {
            foreach (var names in order.Work.Spec.Array("names").Items.Chunk(MostNames))
            {
                var request = new RequestedCall("ssm", "GetParameters", JsonObject.Of(("Names", JsonArray.From(names))));
                var answer = await calls.Send(order, request, names[0].ToString(), cancellationToken).ConfigureAwait(false);
                if (answer.Output.Array("InvalidParameters") is { Count: > 0 } unknown)
                {
                    return new Signal.Failed("ParameterNotFound", $"Parameters that the document names do not exist: {string.Join(", ", unknown.Items.OfType<JsonString>().Select(name => name.Value))}");
                }

                foreach (var parameter in answer.Output.Array("Parameters").Objects)
                {
                    if (parameter.String("Type") == "SecureString")
                    {
                        return new Signal.Failed("UnsupportedParameterType", $"Parameter {parameter.String("Name")} is a SecureString; a document cannot name one.");
                    }

                    found = found.With(parameter.String("Name") ?? "", Value(parameter));
                }
            }
        }
        catch (AwsException refusal)
        {
            return new Signal.Failed(refusal.Code, refusal.Message);
        }

        return new Signal.Succeeded(found);
    }

    public void Cancel(WorkOrder order)
    {
        // It reads, and is over soon.
    }

    private static JsonValue Value(JsonObject parameter)
    {
        var value = parameter.String("Value") ?? "";
        return parameter.String("Type") == "StringList" ? JsonArray.From(value.Split(',').Select(item => (JsonValue)item)) : value;
    }
}
