using System.Collections.Frozen;
using System.Collections.Immutable;
using Quell.Engine.Runbooks.Values;
using static Quell.Engine.Runbooks.Actions.InputType;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// Every action that Automation has, with its inputs and outputs (Systems Manager User Guide, "Systems Manager Automation actions
/// reference"). One more action: one entry.
/// </summary>
internal static class ActionTable
{
    private static readonly FrozenDictionary<string, ActionInputs> ByName = All().ToFrozenDictionary(action => action.Action, StringComparer.Ordinal);

    /// <summary>In alphabetic order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <returns>Null for no action.</returns>
    public static ActionInputs? Find(string action) => ByName.GetValueOrDefault(action);

    private static IEnumerable<ActionInputs> All() => [.. Flow(), .. Calls(), .. People(), .. Instances(), .. Stacks()];

    private static IEnumerable<ActionInputs> Flow() =>
    [
        new() { Action = "aws:branch", Inputs = [Needs("Choices", MapList), Takes("Default", Text)] },
        new()
        {
            Action = "aws:loop",
            HasOnCancel = false,
            Inputs =
            [
                Needs("Steps", Steps), Takes("Iterators", Any), Takes("IteratorDataType", Text, "String", "StringMap"), Takes("LoopCondition", Map),
                Takes("MaxIterations", Integer),
            ],
            Outputs = [Gives("CurrentIteration", RunbookType.Integer), Gives("CurrentIteratorValue", null)],
            Groups = [new(true, "Iterators", "LoopCondition")],
        },
        new()
        {
            Action = "aws:sleep",
            Inputs = [Takes("Duration", Text), Takes("Timestamp", Text), Takes("TimeStamp", Text)],
            Groups = [new(true, "Duration", "Timestamp", "TimeStamp")],
        },
        new() { Action = "aws:updateVariable", HasOnCancel = false, Inputs = [Needs("Name", Text), Needs("Value", Any)] },
    ];

    private static IEnumerable<ActionInputs> Calls() =>
    [
        new() { Action = "aws:executeAwsApi", CallsApi = true, Inputs = [Needs("Service", Text), Needs("Api", Text)] },
        new()
        {
            Action = "aws:assertAwsResourceProperty",
            CallsApi = true,
            Inputs = [Needs("Service", Text), Needs("Api", Text), Needs("PropertySelector", Text), Needs("DesiredValues", TextList)],
        },
        new()
        {
            Action = "aws:waitForAwsResourceProperty",
            CallsApi = true,
            Inputs = [Needs("Service", Text), Needs("Api", Text), Needs("PropertySelector", Text), Needs("DesiredValues", TextList)],
        },
        new()
        {
            Action = "aws:executeScript",
            Inputs =
            [
                Needs("Runtime", Text), Takes("Handler", Text), Takes("InputPayload", Any), Takes("Script", Text), Takes("Attachment", Text),
            ],
            Outputs = [Gives("Payload", null)],
            Groups = [new(false, "Script", "Attachment")],
        },
        new()
        {
            Action = "aws:executeAutomation",
            Inputs =
            [
                Needs("DocumentName", Text), Takes("DocumentVersion", Text), Takes("RuntimeParameters", Map), Takes("MaxConcurrency", Text),
                Takes("MaxErrors", Text), Takes("Tags", MapList), Takes("TargetLocations", MapList), Takes("TargetMaps", MapList),
                Takes("TargetParameterName", Text), Takes("Targets", MapList),
            ],
            Outputs = [Gives("Output", RunbookType.StringList), Gives("ExecutionId", RunbookType.String), Gives("Status", RunbookType.String)],
        },
        new()
        {
            Action = "aws:executeStateMachine",
            Inputs = [Needs("stateMachineArn", Text), Takes("name", Text), Takes("input", Any)],
            Outputs =
            [
                Gives("executionArn", RunbookType.String), Gives("input", RunbookType.String), Gives("name", RunbookType.String),
                Gives("output", RunbookType.String), Gives("startDate", RunbookType.String), Gives("stateMachineArn", RunbookType.String),
                Gives("status", RunbookType.String), Gives("stopDate", RunbookType.String),
            ],
        },
        new()
        {
            Action = "aws:invokeLambdaFunction",
            Inputs =
            [
                Needs("FunctionName", Text), Takes("Qualifier", Text), Takes("InvocationType", Text, "Event", "RequestResponse", "DryRun"),
                Takes("LogType", Text, "None", "Tail"), Takes("ClientContext", Any), Takes("InputPayload", Any), Takes("Payload", Any),
            ],
            Outputs =
            [
                Gives("StatusCode", RunbookType.Integer), Gives("FunctionError", RunbookType.String), Gives("LogResult", RunbookType.String),
                Gives("Payload", null),
            ],
        },
        new()
        {
            Action = "aws:invokeWebhook",
            Inputs = [Needs("IntegrationName", Text), Takes("Body", Any)],
            Outputs = [Gives("Response", RunbookType.String), Gives("ResponseCode", RunbookType.Integer)],
        },
    ];

    private static IEnumerable<ActionInputs> People() =>
    [
        new()
        {
            Action = "aws:approve",
            Inputs = [Needs("Approvers", TextList), Takes("NotificationArn", Text), Takes("Message", Text), Takes("MinRequiredApprovals", Integer)],
            Outputs = [Gives("ApprovalStatus", RunbookType.String), Gives("ApproverDecisions", null)],
        },
        new() { Action = "aws:pause", Inputs = [] },
    ];

    private static IEnumerable<ActionInputs> Instances() =>
    [
        new()
        {
            Action = "aws:runCommand",
            Inputs =
            [
                Needs("DocumentName", Text), Takes("DocumentVersion", Text), Takes("InstanceIds", TextList), Takes("Targets", MapList),
                Takes("Parameters", Map), Takes("CloudWatchOutputConfig", Map), Takes("Comment", Text), Takes("DocumentHash", Text),
                Takes("DocumentHashType", Text, "Sha256", "Sha1"), Takes("MaxConcurrency", Text), Takes("MaxErrors", Text),
                Takes("NotificationConfig", Map), Takes("OutputS3BucketName", Text), Takes("OutputS3KeyPrefix", Text), Takes("OutputS3Region", Text),
                Takes("ServiceRoleArn", Text), Takes("TimeoutSeconds", Integer),
            ],
            Outputs =
            [
                Gives("CommandId", RunbookType.String), Gives("Status", RunbookType.String), Gives("ResponseCode", RunbookType.Integer),
                Gives("Output", RunbookType.String), Gives("OutputPayload", null),
            ],
            Groups = [new(false, "InstanceIds", "Targets")],
        },
        new()
        {
            Action = "aws:changeInstanceState",
            Inputs =
            [
                Needs("InstanceIds", TextList), Needs("DesiredState", Text, "running", "stopped", "terminated"), Takes("CheckStateOnly", InputType.Boolean),
                Takes("Force", InputType.Boolean), Takes("AdditionalInfo", Text),
            ],
            Outputs = [Gives("InstanceStates", RunbookType.StringList)],
        },
        new()
        {
            Action = "aws:runInstances",
            Inputs =
            [
                Needs("ImageId", Text), Takes("InstanceType", Text), Takes("MinInstanceCount", Integer), Takes("MaxInstanceCount", Integer),
                Takes("AdditionalInfo", Text), Takes("BlockDeviceMappings", MapList), Takes("ClientToken", Text),
                Takes("DisableApiTermination", InputType.Boolean), Takes("EbsOptimized", InputType.Boolean), Takes("IamInstanceProfileArn", Text),
                Takes("IamInstanceProfileName", Text), Takes("InstanceInitiatedShutdownBehavior", Text, "stop", "terminate"), Takes("KernelId", Text),
                Takes("KeyName", Text), Takes("MetadataOptions", Map), Takes("Monitoring", InputType.Boolean), Takes("NetworkInterfaces", MapList),
                Takes("Placement", Map), Takes("PrivateIpAddress", Text), Takes("RamdiskId", Text), Takes("SecurityGroupIds", TextList),
                Takes("SecurityGroups", TextList), Takes("SecurityGroup", TextList), Takes("SubnetId", Text), Takes("TagSpecifications", MapList), Takes("UserData", Text),
            ],
            Outputs = [Gives("InstanceIds", RunbookType.StringList), Gives("InstanceStates", RunbookType.StringList)],
        },
        new()
        {
            Action = "aws:createImage",
            Inputs =
            [
                Needs("InstanceId", Text), Needs("ImageName", Text), Takes("ImageDescription", Text), Takes("NoReboot", InputType.Boolean),
                Takes("BlockDeviceMappings", MapList),
            ],
            Outputs = [Gives("ImageId", RunbookType.String), Gives("ImageState", RunbookType.String), Gives("BlockDeviceMappings", RunbookType.MapList)],
        },
        new()
        {
            Action = "aws:copyImage",
            Inputs =
            [
                Needs("SourceRegion", Text), Needs("SourceImageId", Text), Needs("ImageName", Text), Takes("ImageDescription", Text),
                Takes("Encrypted", InputType.Boolean), Takes("KmsKeyId", Text), Takes("ClientToken", Text),
            ],
            Outputs = [Gives("ImageId", RunbookType.String), Gives("ImageState", RunbookType.String)],
        },
        new() { Action = "aws:deleteImage", Inputs = [Needs("ImageId", Text)] },
        new()
        {
            Action = "aws:createTags",
            Inputs = [Needs("ResourceIds", TextList), Needs("Tags", MapList), Takes("ResourceType", Text)],
        },
    ];

    private static IEnumerable<ActionInputs> Stacks() =>
    [
        new()
        {
            Action = "aws:createStack",
            Inputs =
            [
                Needs("StackName", Text), Takes("Capabilities", TextList), Takes("ClientRequestToken", Text), Takes("DisableRollback", InputType.Boolean),
                Takes("NotificationARNs", TextList), Takes("OnFailure", Text, "DO_NOTHING", "ROLLBACK", "DELETE"), Takes("onFailure", Text, "DO_NOTHING", "ROLLBACK", "DELETE"), Takes("Parameters", MapList),
                Takes("ResourceTypes", TextList), Takes("RoleARN", Text), Takes("StackPolicyBody", Text), Takes("StackPolicyURL", Text),
                Takes("Tags", MapList), Takes("TemplateBody", Text), Takes("TemplateURL", Text), Takes("TimeoutInMinutes", Integer),
            ],
            Outputs =
            [
                Gives("StackId", RunbookType.String), Gives("StackStatus", RunbookType.String), Gives("StackStatusReason", RunbookType.String),
            ],
            Groups = [new(true, "TemplateBody", "TemplateURL")],
        },
        new()
        {
            Action = "aws:deleteStack",
            Inputs = [Needs("StackName", Text), Takes("ClientRequestToken", Text), Takes("RetainResources", TextList), Takes("RoleARN", Text)],
            Outputs = [Gives("StackStatus", RunbookType.String), Gives("StackStatusReason", RunbookType.String)],
        },
    ];

    private static ActionInput Needs(string name, InputType type, params ImmutableArray<string> values) => new(name, type, IsRequired: true, values);

    private static ActionInput Takes(string name, InputType type, params ImmutableArray<string> values) => new(name, type, IsRequired: false, values);

    private static ActionOutput Gives(string name, RunbookType? type) => new(name, type);
}
