using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Workflows;

/// <summary>Checks definitions: when a state machine is made or changed, and by itself (ValidateStateMachineDefinition).</summary>
internal static class DefinitionCheck
{
    /// <exception cref="Aws.AwsException"><c>InvalidDefinition</c>.</exception>
    public static void Require(string definition, bool isExpress)
    {
        try
        {
            JsonValue.Parse(definition);
        }
        catch (JsonSyntaxException fault)
        {
            throw WorkflowErrors.InvalidDefinition($"Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: {fault.Message}'");
        }
    }
}
