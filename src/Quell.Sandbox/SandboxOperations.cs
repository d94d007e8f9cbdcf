using Quell.Aws.Operations;
using Quell.Sandbox.Buckets;
using Quell.Sandbox.Databases;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Findings;
using Quell.Sandbox.Identities;
using Quell.Sandbox.Keys;
using Quell.Sandbox.Objects;
using Quell.Sandbox.Recorders;
using Quell.Sandbox.SecretsManager;
using Quell.Sandbox.Trails;

namespace Quell.Sandbox;

/// <summary>The simulated account: every operation of it in one place. A service adds its own line.</summary>
internal static class SandboxOperations
{
    public static OperationTable AddSandbox(this OperationTable table) => table
        .AddBuckets()
        .AddDatabases()
        .AddFindings()
        .AddIdentities()
        .AddKeys()
        .AddObjects()
        .AddRecorders()
        .AddSecrets()
        .AddTrails()
        .AddEc2();
}
