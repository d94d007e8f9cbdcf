namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// Events of the types EventBridgeRule, CloudWatchEvent and Schedule: a rule, and the queue for what it cannot deliver (AWS SAM
/// Developer Guide, "EventBridgeRule" and "Schedule" of functions and of state machines).
/// </summary>
internal sealed class RuleEvents(ServerlessDocument document)
{
    public const string ResourceType = "AWS::Events::Rule";

    /// <summary>What a target's id may have (EventBridge API Reference, Target).</summary>
    private const int MaxTargetId = 64;

    private static readonly string[] Common = ["Input", "State", "DeadLetterConfig", "RetryPolicy"];

    private static readonly string[] OfPattern = [.. Common, "EventBusName", "RuleName", "Pattern", "InputPath", "InputTransformer", "Target"];

    private static readonly string[] OfSchedule = [.. Common, "Schedule", "Name", "Description", "Enabled"];

    public static bool IsOne(string type) => type is "EventBridgeRule" or "CloudWatchEvent" or "Schedule";

    /// <summary>Puts the rule into the template.</summary>
    /// <param name="source">The event.</param>
    /// <param name="target">The ARN of what it starts.</param>
    /// <param name="role">The ARN of the role it does that with; null for none.</param>
    /// <param name="suffix">What makes a target's id of the rule's.</param>
    /// <param name="more">Properties that the event has beside those that are common to functions and state machines.</param>
    public void Put(ServerlessEvent source, TemplateNode target, TemplateNode? role, string suffix, params ReadOnlySpan<string> more)
    {
        var (properties, write) = (source.Properties, source.Write);
        var isSchedule = source.Type == "Schedule";
        properties.RefuseUnknown(source.Type, [.. isSchedule ? OfSchedule : OfPattern, .. more]);
        if (properties.Given("State") is not null && properties["Enabled"] is not null)
        {
            properties.Refuse("State and Enabled Properties cannot both be specified.", "State");
        }

        var targets = write.List(write.Map(
            ("Arn", target),
            ("Id", (properties["Target"] as TemplateNode.Map)?["Id"] ?? write.Text(TargetId(source.LogicalId, suffix))),
            ("RoleArn", role),
            ("Input", properties["Input"]),
            ("InputPath", properties["InputPath"]),
            ("DeadLetterConfig", DeadLetters(source)),
            ("RetryPolicy", properties["RetryPolicy"]),
            ("InputTransformer", properties["InputTransformer"])));
        document.Add(source.Owner, source.LogicalId, ResourceType, write.Map(
            ("Name", properties[isSchedule ? "Name" : "RuleName"]),
            ("Description", properties["Description"]),
            ("EventBusName", properties["EventBusName"]),
            ("EventPattern", properties["Pattern"]),
            ("ScheduleExpression", isSchedule ? properties.Required("Schedule") : null),
            ("State", State(properties, write)),
            ("Targets", targets)));
    }

    private static TemplateNode? State(ServerlessProperties properties, NodeWriter write) => properties["Enabled"] is { } enabled
        ? write.Text(enabled.IsGiven() ? "ENABLED" : "DISABLED")
        : properties.Given("State");

    private static string TargetId(string logicalId, string suffix) =>
        logicalId[..Math.Min(logicalId.Length, MaxTargetId - suffix.Length)] + suffix;

    private TemplateNode.Map? DeadLetters(ServerlessEvent source)
    {
        var (properties, write) = (source.Properties, source.Write);
        if (properties.MapOf("DeadLetterConfig") is not { } config)
        {
            return null;
        }

        switch (config["Arn"], config["Type"])
        {
            case ({ }, { }):
                properties.Refuse("You can either define 'Arn' or 'Type' property of DeadLetterConfig.", "DeadLetterConfig");
                return null;
            case (null, null):
                properties.Refuse("No 'Arn' or 'Type' property provided for DeadLetterConfig.", "DeadLetterConfig");
                return null;
            case (null, { Text: not "SQS" }):
                properties.Refuse("The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.", "DeadLetterConfig");
                return null;
            case ({ } arn, _):
                return write.Map(("Arn", arn));
            default:
                return write.Map(("Arn", Queue(source, config["QueueLogicalId"]?.Text ?? source.LogicalId + "Queue")));
        }
    }

    /// <summary>Makes the queue, and lets the rule send to it.</summary>
    /// <returns>Its ARN.</returns>
    private TemplateNode.Map Queue(ServerlessEvent source, string logicalId)
    {
        var write = source.Write;
        var arn = write.GetAtt(logicalId, "Arn");
        document.Add(source.Owner, logicalId, "AWS::SQS::Queue", write.Map());
        document.Add(source.Owner, source.LogicalId + "QueuePolicy", "AWS::SQS::QueuePolicy", write.Map(
            ("Queues", write.List(write.Ref(logicalId))),
            ("PolicyDocument", QueuePolicy(
                write, arn, write.Map(("Service", write.Text("events.amazonaws.com"))), write.GetAtt(source.LogicalId, "Arn")))));
        return arn;
    }

    /// <summary>A queue's policy that lets a source send to it.</summary>
    public static TemplateNode.Map QueuePolicy(NodeWriter write, TemplateNode queue, TemplateNode principal, TemplateNode source) => write.Map(
        ("Version", write.Text("2012-10-17")),
        ("Statement", write.List(write.Map(
            ("Action", write.Text("sqs:SendMessage")),
            ("Effect", write.Text("Allow")),
            ("Principal", principal),
            ("Resource", queue),
            ("Condition", write.Map(("ArnEquals", write.Map(("aws:SourceArn", source)))))))));
}
