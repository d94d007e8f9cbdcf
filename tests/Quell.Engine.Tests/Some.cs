using Quell.Engine.Workflows;

namespace Quell.Engine.Tests;

/// <summary>Values that tests need and do not care about.</summary>
internal static class Some
{
    public static WorkflowIdentity Identity(string name = "run") => new()
    {
        ExecutionArn = $"arn:aws:states:us-east-1:111111111111:execution:machine:{name}",
        ExecutionName = name,
        RoleArn = "arn:aws:iam::111111111111:role/sfn_role",
        StateMachineArn = "arn:aws:states:us-east-1:111111111111:stateMachine:machine",
        StateMachineName = "machine",
        Region = "us-east-1",
        Seed = name,
        Token = pending => $"token-{name}-{pending}",
        MapRunArn = (label, number) => $"arn:aws:states:us-east-1:111111111111:mapRun:machine/{label}:{name}-{number}",
    };
}
