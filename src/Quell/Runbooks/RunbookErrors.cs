using Quell.Aws;

namespace Quell.Runbooks;

/// <summary>How Systems Manager refuses what is asked of automations (API Reference, the errors of each operation).</summary>
internal static class RunbookErrors
{
    public static AwsException NoDefinition(string name) => new("AutomationDefinitionNotFoundException", $"Automation document with name {name} does not exist.");

    public static AwsException NoVersion(string name, string? version) =>
        new("AutomationDefinitionVersionNotFoundException", $"Automation document {name} has no version {version}.");

    public static AwsException Parameters(string message) => new("InvalidAutomationExecutionParametersException", message);

    public static AwsException NoExecution(string id) => new("AutomationExecutionNotFoundException", $"Automation execution {id} does not exist.");

    public static AwsException NoStep(string step) => new("AutomationStepNotFoundException", $"The automation execution has no step {step}.");

    public static AwsException Signal(string message) => new("InvalidAutomationSignalException", message);

    public static AwsException Status(string message) => new("InvalidAutomationStatusUpdateException", message);

    public static AwsException OtherRequest() =>
        new("IdempotentParameterMismatch", "The client token was used before for an execution with other parameters.");

    public static AwsException FilterKey(string key) => new("InvalidFilterKey", $"The filter key {key} is not supported here.");

    public static AwsException FilterValue(string message) => new("InvalidFilterValue", message);

    public static AwsException Token() => new("InvalidNextToken", "The specified token is not valid.");
}
