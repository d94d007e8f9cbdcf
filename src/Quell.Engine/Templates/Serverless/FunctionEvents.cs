namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The events of a function: what sends them, and the permission to call the function (AWS SAM Developer Guide, "EventSource" of
/// AWS::Serverless::Function).
/// </summary>
/// <param name="document">The template.</param>
/// <param name="function">The function.</param>
/// <param name="role">Its role, which takes from queues.</param>
/// <param name="alias">The logical id of the alias that events go to; null where they go to the function itself.</param>
internal sealed class FunctionEvents(ServerlessDocument document, ServerlessResource function, ExecutionRole role, string? alias)
{
    /// <summary>Those that can be deployed; of others SAM's resources are made, for which there may be no resource type.</summary>
    private static readonly string[] Supported = ["EventBridgeRule", "CloudWatchEvent", "Schedule", "SNS", "SQS"];

    /// <summary>The properties that an event of type SQS may have and hands on under the same name.</summary>
    private static readonly string[] OfQueue =
    [
        "BatchSize", "Enabled", "MaximumBatchingWindowInSeconds", "FunctionResponseTypes", "FilterCriteria", "KmsKeyArn", "ScalingConfig",
        "ProvisionedPollerConfig", "MetricsConfig", "LoggingConfig",
    ];

    private TemplateNode.Map Arn => alias is null ? function.Write.GetAtt(function.LogicalId, "Arn") : function.Write.Ref(alias);

    /// <summary>The function's name; of an alias the ARN.</summary>
    private TemplateNode.Map Name => function.Write.Ref(alias ?? function.LogicalId);

    public void Run()
    {
        foreach (var source in ServerlessEvent.All(function, document.Errors).OrderBy(source => source.Name, StringComparer.Ordinal))
        {
            switch (source.Type)
            {
                case var type when RuleEvents.IsOne(type):
                    new RuleEvents(document).Put(source, Arn, null, "LambdaTarget", type == "Schedule" ? [] : ["Enabled"]);
                    Permit(source, "events.amazonaws.com", source.Write.GetAtt(source.LogicalId, "Arn"));
                    break;
                case "SNS":
                    OfTopic(source);
                    break;
                case "SQS":
                    source.Properties.RefuseUnknown(source.Type, [.. OfQueue, "Queue"]);
                    Poll(source, source.LogicalId, source.Properties.Required("Queue"), [.. OfQueue.Select(name => (name, source.Properties[name]))]);
                    break;
                case "S3":
                    Permit(source, "s3.amazonaws.com", null);
                    new BucketEvents(document).Notify(source, Arn);
                    break;
                case "CloudWatchLogs":
                    OfLogGroup(source);
                    break;
                default:
                    source.RefuseType(Supported, document.Errors);
                    break;
            }
        }
    }

    /// <summary>Lets a service call the function.</summary>
    private void Permit(ServerlessEvent source, string principal, TemplateNode? sourceArn)
    {
        var write = source.Write;
        document.Add(function, source.LogicalId + "Permission", "AWS::Lambda::Permission", write.Map(
            ("Action", write.Text("lambda:InvokeFunction")),
            ("FunctionName", Name),
            ("Principal", write.Text(principal)),
            ("SourceArn", sourceArn),
            ("SourceAccount", sourceArn is null ? write.Ref("AWS::AccountId") : null)));
    }

    private void Poll(ServerlessEvent source, string logicalId, TemplateNode? queue, params (string Name, TemplateNode? Value)[] settings)
    {
        role.Attach("AWSLambdaSQSQueueExecutionRole");
        document.Add(function, logicalId, "AWS::Lambda::EventSourceMapping", source.Write.Map(
            [("EventSourceArn", queue), ("FunctionName", Name), .. settings]));
    }

    private void OfTopic(ServerlessEvent source)
    {
        var (properties, write) = (source.Properties, source.Write);
        properties.RefuseUnknown(source.Type, ["Topic", "Region", "FilterPolicy", "FilterPolicyScope", "SqsSubscription", "RedrivePolicy"]);
        var topic = properties.Required("Topic") ?? write.Text("");
        switch (properties.Given("SqsSubscription"))
        {
            case null:
                Permit(source, "sns.amazonaws.com", topic);
                Subscribe(source, "lambda", Arn, topic);
                break;
            case TemplateNode.Map queue when queue["QueueArn"] is { } arn && queue["QueueUrl"] is { } url:
                Through(source, topic, arn, url, queue["QueuePolicyLogicalId"]?.Text, queue["BatchSize"]);
                break;
            case TemplateNode.Map:
                properties.Refuse("No QueueARN or QueueURL provided.", "SqsSubscription");
                break;
            default:
                var made = source.LogicalId + "Queue";
                document.Add(function, made, "AWS::SQS::Queue", write.Map(("FifoQueue", Fifo(topic))));
                Through(source, topic, write.GetAtt(made, "Arn"), write.Ref(made), null, null);
                break;
        }
    }

    /// <summary>Subscribes a queue, and has the function take from it.</summary>
    private void Through(ServerlessEvent source, TemplateNode topic, TemplateNode arn, TemplateNode url, string? policy, TemplateNode? batch)
    {
        var write = source.Write;
        Poll(
            source, source.LogicalId + "EventSourceMapping", arn,
            ("BatchSize", batch ?? write.Number(10)), ("Enabled", new TemplateNode.Scalar(url.Line, url.Column, "true", ScalarType.Boolean)));
        document.Add(function, policy ?? source.LogicalId + "QueuePolicy", "AWS::SQS::QueuePolicy", write.Map(
            ("Queues", write.List(url)), ("PolicyDocument", RuleEvents.QueuePolicy(write, arn, write.Text("*"), topic))));
        Subscribe(source, "sqs", arn, topic);
    }

    private void Subscribe(ServerlessEvent source, string protocol, TemplateNode endpoint, TemplateNode topic)
    {
        var properties = source.Properties;
        document.Add(function, source.LogicalId, "AWS::SNS::Subscription", source.Write.Map(
            ("Endpoint", endpoint),
            ("Protocol", source.Write.Text(protocol)),
            ("TopicArn", topic),
            ("Region", properties["Region"]),
            ("FilterPolicy", properties["FilterPolicy"]),
            ("FilterPolicyScope", properties["FilterPolicyScope"]),
            ("RedrivePolicy", properties["RedrivePolicy"])));
    }

    /// <summary>Whether the topic is one of the template that keeps the order: then its queue has to, too.</summary>
    private TemplateNode? Fifo(TemplateNode topic) =>
        topic.RefTarget() is { } id && (document.Resource(id)?["Properties"] as TemplateNode.Map)?["FifoTopic"] is { } fifo && fifo.IsGiven() ? fifo : null;

    private void OfLogGroup(ServerlessEvent source)
    {
        var (properties, write) = (source.Properties, source.Write);
        properties.RefuseUnknown(source.Type, ["LogGroupName", "FilterPattern"]);
        var (group, pattern) = (properties.Required("LogGroupName"), properties.Required("FilterPattern"));
        var permission = source.LogicalId + "Permission";
        Permit(source, "logs.amazonaws.com", write.Map(("Fn::Sub", write.List(
            write.Text(document.Arn("logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*")),
            write.Map(("__LogGroupName__", group))))));
        document.Add(
            function, source.LogicalId, "AWS::Logs::SubscriptionFilter",
            write.Map(("LogGroupName", group), ("FilterPattern", pattern), ("DestinationArn", Arn)),
            write.Member("DependsOn", write.List(write.Text(permission))));
    }
}
