using Quell.Aws.Operations;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Identities;
using Quell.Sandbox.Objects;

namespace Quell.Sandbox;

/// <summary>The simulated account: every operation of it in one place. A service adds its own line.</summary>
internal static class SandboxOperations
{
    public static OperationTable AddSandbox(this OperationTable table) => table
        .AddBuckets()
        .AddIdentities()
        .AddObjects()
        .AddEc2();
}
