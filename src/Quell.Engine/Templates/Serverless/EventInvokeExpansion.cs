namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// <c>EventInvokeConfig</c> of a function: how often it is tried again, and where its results go (AWS SAM Developer Guide,
/// "EventInvokeConfiguration"). A destination of type SQS or SNS that is not named is made.
/// </summary>
internal sealed class EventInvokeExpansion(ServerlessDocument document, ServerlessResource function, ExecutionRole role)
{
    private static readonly string[] Types = ["SQS", "SNS", "EventBridge", "Lambda", "S3Bucket"];

    private readonly string _logicalId = function.LogicalId + "EventInvokeConfig";

    private NodeWriter Write => function.Write;

    public void Run(FunctionAlias? alias)
    {
        if (function.Properties.MapOf("EventInvokeConfig") is not { } config)
        {
            return;
        }

        var destinations = config["DestinationConfig"] as TemplateNode.Map;
        document.Add(function, _logicalId, "AWS::Lambda::EventInvokeConfig", Write.Map(
            ("FunctionName", Write.Ref(function.LogicalId)),
            ("Qualifier", Write.Text(alias?.Name ?? "$LATEST")),
            ("MaximumEventAgeInSeconds", config["MaximumEventAgeInSeconds"]),
            ("MaximumRetryAttempts", config["MaximumRetryAttempts"]),
            ("DestinationConfig", Write.Map(
                ("OnSuccess", Destination(destinations, "OnSuccess")),
                ("OnFailure", Destination(destinations, "OnFailure"))))), Attributes(alias));
    }

    private IEnumerable<TemplateNode.Member> Attributes(FunctionAlias? alias) =>
        function.OwnAttributes.Where(member => member.Name != "DependsOn")
            .Concat(alias is null ? [] : [Write.Member("DependsOn", Write.List(Write.Text(alias.LogicalId)))]);

    private TemplateNode.Map? Destination(TemplateNode.Map? destinations, string when)
    {
        if (destinations?[when] is not TemplateNode.Map destination)
        {
            return null;
        }

        var type = destination["Type"]?.Text;
        if (!Types.Contains(type))
        {
            Refuse($"'Type: {type ?? "None"}' must be one of [{string.Join(", ", Types.Select(each => $"'{each}'"))}]");
            return null;
        }

        var target = Target(destination["Destination"], type, when);
        if (target is not null)
        {
            Allow(type, target, _logicalId + when);
        }

        return target is null ? null : Write.Map(("Destination", target));
    }

    /// <summary>Where the results go: what is named, or what is made, or either by a condition.</summary>
    private TemplateNode? Target(TemplateNode? named, string? type, string when)
    {
        if (named is not null && named.If() is not var (_, _, _))
        {
            return named;
        }

        var branches = named.If();
        if (branches is var (_, first, second) && !first.IsNoValue() && !second.IsNoValue())
        {
            return named;
        }

        if (type is not ("SQS" or "SNS"))
        {
            Refuse("Destination is required if Type is not ['SQS', 'SNS']");
            return null;
        }

        var logicalId = _logicalId + when + (type == "SQS" ? "Queue" : "Topic");
        var made = type == "SQS" ? Write.GetAtt(logicalId, "Arn") : Write.Ref(logicalId);
        if (branches is not var (condition, then, otherwise) || then.IsNoValue() && otherwise.IsNoValue())
        {
            Make(logicalId, type);
            return made;
        }

        if (then.IsNoValue())
        {
            Make(logicalId, type, condition);
            return Write.If(condition, made, otherwise);
        }

        var negated = $"NOT{condition}{LogicalIdHash.Of(_logicalId)}";
        document.AddCondition(Write, negated, Write.Map(("Fn::Not", Write.List(Write.Map(("Condition", Write.Text(condition)))))));
        Make(logicalId, type, negated);
        return Write.If(negated, made, then);
    }

    private void Make(string logicalId, string? type, string? condition = null)
    {
        if (condition is not null && function.Node["Condition"]?.Text is { } own)
        {
            var both = $"{own}AND{condition}{LogicalIdHash.Of(function.LogicalId)}";
            document.AddCondition(Write, both, Write.Map(("Fn::And", Write.List(
                Write.Map(("Condition", Write.Text(own))), Write.Map(("Condition", Write.Text(condition)))))));
            condition = both;
        }

        document.Add(
            function, logicalId, type == "SQS" ? "AWS::SQS::Queue" : "AWS::SNS::Topic", Write.Map(),
            condition is null ? [] : [Write.Member("Condition", Write.Text(condition))]);
    }

    private void Allow(string? type, TemplateNode target, string logicalId)
    {
        switch (type)
        {
            case "SQS":
                role.Allow(logicalId + "SQSPolicy", "sqs:SendMessage", target);
                break;
            case "SNS":
                role.Allow(logicalId + "SNSPolicy", "sns:publish", target);
                break;
            case "EventBridge":
                role.Allow(logicalId + "EventBridgePolicy", "events:PutEvents", target);
                break;
            case "Lambda":
                role.Allow(logicalId + "LambdaPolicy", "lambda:InvokeFunction", target);
                break;
            default:
                AllowBucket(target, logicalId);
                break;
        }
    }

    private void AllowBucket(TemplateNode bucket, string logicalId)
    {
        var objects = Write.Map(("Fn::Join", Write.List(Write.Text("/"), Write.List(bucket, Write.Text("*")))));
        TemplateNode.Map Statement(string action, TemplateNode resource) =>
            Write.Map(("Action", Write.Text(action)), ("Effect", Write.Text("Allow")), ("Resource", resource));
        role.Allow(logicalId + "S3Policy", Write.Map(
            ("Statement", Write.List(Statement("s3:PutObject", objects), Statement("s3:ListBucket", bucket)))));
    }

    private void Refuse(string message) => function.Properties.Refuse(message, "EventInvokeConfig");
}
