using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Tasks;

namespace Quell.Workflows.Tasks;

/// <summary>A call that a Task state makes: what the gate is to be handed, and what its answer means.</summary>
/// <param name="Resource">The state's <c>Resource</c>: a function or an integration.</param>
/// <param name="Api">The operation.</param>
/// <param name="Input">The parameters by their model names, as <see cref="Call.Input"/> has them.</param>
/// <param name="Body">An S3 object's content, to be stored as <see cref="Call.Body"/>; null for other calls.</param>
internal sealed record IntegrationCall(TaskResource Resource, IntegrationApi Api, JsonObject Input, ReadOnlyMemory<byte>? Body = null)
{
    /// <summary>The service by its botocore name.</summary>
    public string Service => Api.Service.Name;

    /// <summary>The operation by its model name.</summary>
    public string Operation => Api.Operation.Name;
}

/// <summary>Who makes a call: what Step Functions adds to events of a workflow.</summary>
internal sealed record TaskCaller(string ExecutionArn, string StateMachineArn);
