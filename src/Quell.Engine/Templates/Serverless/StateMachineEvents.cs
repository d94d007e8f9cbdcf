namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The events of a state machine: a rule, and the role with which it starts executions (AWS SAM Developer Guide, "EventSource"
/// of AWS::Serverless::StateMachine).
/// </summary>
/// <param name="document">The template.</param>
/// <param name="machine">The state machine.</param>
/// <param name="alias">The logical id of the alias that events go to; null where they go to the state machine itself.</param>
internal sealed class StateMachineEvents(ServerlessDocument document, ServerlessResource machine, string? alias)
{
    private static readonly string[] Supported = ["EventBridgeRule", "CloudWatchEvent", "Schedule"];

    public void Run()
    {
        foreach (var source in ServerlessEvent.All(machine, document.Errors))
        {
            if (!RuleEvents.IsOne(source.Type))
            {
                source.RefuseType(Supported, document.Errors);
                continue;
            }

            var arn = source.Write.Ref(alias ?? machine.LogicalId);
            new RuleEvents(document).Put(
                source, arn, Role(source, arn), "StepFunctionsTarget", source.Type == "Schedule" ? ["Target", "RoleArn"] : []);
        }
    }

    private TemplateNode Role(ServerlessEvent source, TemplateNode arn)
    {
        if (source.Type == "Schedule" && source.Properties["RoleArn"] is { } given)
        {
            return given;
        }

        var write = source.Write;
        var logicalId = source.LogicalId + "Role";
        var statement = write.Map(("Action", write.Text("states:StartExecution")), ("Effect", write.Text("Allow")), ("Resource", arn));
        document.Add(machine, logicalId, "AWS::IAM::Role", write.Map(
            ("AssumeRolePolicyDocument", write.From(ExecutionRole.Trust("events.amazonaws.com"))),
            ("Policies", write.List(write.Map(
                ("PolicyName", write.Text(logicalId + "StartExecutionPolicy")),
                ("PolicyDocument", write.Map(("Statement", write.List(statement))))))),
            ("PermissionsBoundary", machine.Properties["PermissionsBoundary"])));
        return write.GetAtt(logicalId, "Arn");
    }
}
