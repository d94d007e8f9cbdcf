using Quell.Aws.Operations;

namespace Quell.Commands;

/// <summary>The operations of Systems Manager on commands (Run Command).</summary>
internal static class CommandOperations
{
    private const string Service = "ssm";

    public static OperationTable AddCommands(this OperationTable table) => table
        .Add(Service, "SendCommand", CommandSending.SendCommand)
        .Add(Service, "CancelCommand", CommandCancelling.CancelCommand)
        .Add(Service, "ListCommands", CommandListing.ListCommands)
        .Add(Service, "ListCommandInvocations", CommandListing.ListCommandInvocations)
        .Add(Service, "GetCommandInvocation", CommandListing.GetCommandInvocation)
        .Add(Service, "DescribeInstanceInformation", InstanceInformation.DescribeInstanceInformation)
        .AddTimer(CommandSending.ForgetTimer, CommandSending.Forget);
}
