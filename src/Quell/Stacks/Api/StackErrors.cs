using Quell.Aws;
using Quell.Engine.Json;
using Quell.Engine.Templates;

namespace Quell.Stacks.Api;

/// <summary>CloudFormation's errors in its own words.</summary>
internal static class StackErrors
{
    public static AwsException Validation(string message) => new("ValidationError", message);

    public static AwsException Template(IEnumerable<TemplateError> errors) => Validation(TemplateMessage.Of(errors));

    public static AwsException NoStack(string? name) => Validation($"Stack with id {name} does not exist");

    public static AwsException NoUpdates() => Validation("No updates are to be performed.");

    public static AwsException NoChangeSet(string? name) => new("ChangeSetNotFound", $"ChangeSet [{name}] does not exist", 404);

    /// <summary>Refuses parameters that Quell does not serve, unless what they say is nothing.</summary>
    public static void RefuseUnserved(JsonObject input, params ReadOnlySpan<string> parameters)
    {
        foreach (var name in parameters)
        {
            if (input[name] is { } value && value is not (JsonArray { Count: 0 } or JsonObject { Count: 0 } or JsonBoolean { Value: false }))
            {
                throw Validation($"Quell's stacks do not support the parameter {name}.");
            }
        }
    }
}
