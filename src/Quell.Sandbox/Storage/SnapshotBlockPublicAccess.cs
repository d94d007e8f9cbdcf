using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>
/// Whether snapshots of the account may be public in the region; in the mode <c>block-all-sharing</c> those that are stay
/// so but nobody sees them (EBS User Guide, "Block public access for Amazon EBS snapshots").
/// </summary>
internal static class SnapshotBlockPublicAccess
{
    private const string Type = "ec2:snapshot-block-public-access";
    private const string Off = "unblocked";

    public static OperationTable AddSnapshotBlockPublicAccess(this OperationTable table) => table
        .AddEc2("EnableSnapshotBlockPublicAccess", "State", Enable)
        .AddEc2("DisableSnapshotBlockPublicAccess", "", (ec2, _) => Set(ec2, Off))
        .AddEc2("GetSnapshotBlockPublicAccessState", "", (ec2, _) => JsonObject.Of(("State", State(ec2)), ("ManagedBy", "account")));

    public static bool IsOn(Ec2Region ec2) => State(ec2) != Off;

    public static bool HidesAll(Ec2Region ec2) => State(ec2) == "block-all-sharing";

    private static string State(Ec2Region ec2) => ec2.Transaction.State.Get(ec2.Scope, Type, "settings")?.String("State") ?? Off;

    private static JsonObject Enable(Ec2Region ec2, JsonObject input) => input.Text("State") is "block-all-sharing" or "block-new-sharing"
        ? Set(ec2, input.Text("State"))
        : throw Inputs.InvalidValue(input.Text("State"), "State", "Expected: block-all-sharing or block-new-sharing.");

    private static JsonObject Set(Ec2Region ec2, string state)
    {
        ec2.Transaction.State.Put(ec2.Scope, Type, "settings", JsonObject.Of(("State", state)));
        return JsonObject.Of(("State", state));
    }
}
