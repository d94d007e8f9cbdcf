using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// What actions call by themselves, start and act as (Systems Manager User Guide, the actions' own pages and "Setting up Automation",
/// the permissions that each action wants).
/// </summary>
internal static class ActionReach
{
    public static IEnumerable<(string Service, string Operation)> CallsOf(StepSite site) => site.Step.Action switch
    {
        "aws:approve" when site.Input("NotificationArn") is not null || AsksTopic(site) => [("sns", "Publish")],
        "aws:changeInstanceState" => InstanceState(site),
        "aws:copyImage" => [("ec2", "CopyImage"), ("ec2", "DescribeImages")],
        "aws:createImage" => [("ec2", "CreateImage"), ("ec2", "DescribeImages")],
        "aws:deleteImage" => [("ec2", "DescribeImages"), ("ec2", "DeregisterImage"), ("ec2", "DeleteSnapshot")],
        "aws:createStack" => [("cloudformation", "CreateStack"), ("cloudformation", "DescribeStacks")],
        "aws:deleteStack" => [("cloudformation", "DeleteStack"), ("cloudformation", "DescribeStacks")],
        "aws:createTags" => [IsOfEc2(site) ? ("ec2", "CreateTags") : ("ssm", "AddTagsToResource")],
        "aws:executeAutomation" => [("ssm", "StartAutomationExecution"), ("ssm", "GetAutomationExecution")],
        "aws:executeStateMachine" => [("stepfunctions", "StartExecution"), ("stepfunctions", "DescribeExecution")],
        "aws:invokeLambdaFunction" => [("lambda", "Invoke")],
        "aws:runCommand" => [("ssm", "SendCommand"), ("ssm", "ListCommands"), ("ssm", "ListCommandInvocations")],
        "aws:runInstances" => [("ec2", "RunInstances"), ("ec2", "DescribeInstances"), ("ec2", "DescribeInstanceStatus")],
        _ => [],
    };

    public static IEnumerable<ReachedDocument> DocumentsOf(StepSite site)
    {
        var (kind, name) = site.Step.Action switch
        {
            "aws:executeAutomation" => ("automation", RunbookReach.Text(site, "DocumentName")),
            "aws:runCommand" => ("command", RunbookReach.Text(site, "DocumentName")),
            "aws:invokeLambdaFunction" => ("function", RunbookReach.Text(site, "FunctionName")),
            "aws:executeStateMachine" => ("state machine", RunbookReach.Text(site, "stateMachineArn")),
            "aws:createStack" => ("template", RunbookReach.Text(site, "TemplateURL") ?? (site.Input("TemplateBody") is null ? null : "TemplateBody")),
            _ => ("", null),
        };
        return name is null ? [] : [new(kind, name, site.Name, site.Step.Line)];
    }

    /// <summary>The roles that a step hands on; to hand one on wants <c>iam:PassRole</c>.</summary>
    public static IEnumerable<ReachedRole> RolesOf(StepSite site)
    {
        foreach (var input in (string[])["RoleARN", "ServiceRoleArn", "IamInstanceProfileArn", "IamInstanceProfileName"])
        {
            if (RunbookReach.Text(site, input) is { } role)
            {
                yield return new(role, input, site.Name, site.Step.Line);
            }
        }

        if (site.Step.Action == "aws:executeAutomation" && (site.Input("RuntimeParameters") as TemplateNode.Map)?["AutomationAssumeRole"] is { } handed
            && ((handed as TemplateNode.List)?.Items.FirstOrDefault() ?? handed).Text is { Length: > 0 } child)
        {
            yield return new(child, "AutomationAssumeRole", site.Name, site.Step.Line);
        }
    }

    private static IEnumerable<(string Service, string Operation)> InstanceState(StepSite site)
    {
        if (!string.Equals(RunbookReach.Text(site, "CheckStateOnly"), "true", StringComparison.OrdinalIgnoreCase))
        {
            var desired = RunbookReach.Text(site, "DesiredState");
            foreach (var (state, operation) in ((string, string)[])[("running", "StartInstances"), ("stopped", "StopInstances"), ("terminated", "TerminateInstances")])
            {
                // One that is a reference may be any.
                if (desired == state || desired?.Contains("{{", StringComparison.Ordinal) == true)
                {
                    yield return ("ec2", operation);
                }
            }
        }

        yield return ("ec2", "DescribeInstances");
        yield return ("ec2", "DescribeInstanceStatus");
    }

    private static bool AsksTopic(StepSite site) =>
        site.Input("Approvers") is TemplateNode.List { Items: var approvers } && approvers.Any(each => each is TemplateNode.Scalar { Value: var written } && written.Contains(":sns:", StringComparison.Ordinal));

    private static bool IsOfEc2(StepSite site) => RunbookReach.Text(site, "ResourceType") is null or "EC2";
}
