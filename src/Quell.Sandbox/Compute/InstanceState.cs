using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Network;
using Quell.Sandbox.Storage;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Compute;

/// <summary>
/// The states of an instance (EC2 User Guide, "Instance lifecycle"). Those in between end by a timer; each that is entered is
/// an event, <c>EC2 Instance State-change Notification</c>.
/// </summary>
internal static class InstanceState
{
    private const string Settle = "ec2:instance-settles";
    private const string Vanish = "ec2:instance-vanishes";

    /// <summary>How long a terminated instance is still described: about an hour, as AWS says.</summary>
    private static readonly TimeSpan Visible = TimeSpan.FromHours(1);

    private static readonly Dictionary<string, int> Codes = new()
    {
        ["pending"] = 0,
        ["running"] = 16,
        ["shutting-down"] = 32,
        ["terminated"] = 48,
        ["stopping"] = 64,
        ["stopped"] = 80,
    };

    /// <summary>Where the states in between lead, and after how long.</summary>
    private static readonly Dictionary<string, (string Next, TimeSpan After)> Leads = new()
    {
        ["pending"] = ("running", TimeSpan.FromSeconds(2)),
        ["stopping"] = ("stopped", TimeSpan.FromSeconds(3)),
        ["shutting-down"] = ("terminated", TimeSpan.FromSeconds(3)),
    };

    public static OperationTable AddInstanceStates(this OperationTable table) => table
        .AddTimer(Settle, OnSettle)
        .AddTimer(Vanish, OnVanish);

    public static string Of(JsonObject instance) => instance.Object("State")!.Text("Name");

    public static JsonObject Named(string name) => JsonObject.Of(("Code", Codes[name]), ("Name", name));

    /// <summary>Puts the instance into the state, tells it, and sees to what follows.</summary>
    public static JsonObject Enter(Ec2Region ec2, JsonObject instance, string name)
    {
        var id = instance.Text("InstanceId");
        var changed = ec2.Put(Ec2Kinds.Instance, instance.With("State", Named(name)));
        ec2.Transaction.Emit(
            ec2.Scope,
            "aws.ec2",
            "EC2 Instance State-change Notification",
            [ec2.Arn(Ec2Kinds.Instance, id)],
            JsonObject.Of(("instance-id", id), ("state", name)));
        if (Leads.TryGetValue(name, out var lead))
        {
            ec2.Transaction.After(lead.After, ec2.Scope, Settle, JsonObject.Of(("InstanceId", id), ("From", name)));
        }

        return changed;
    }

    private static void OnSettle(Transaction transaction, Timer timer)
    {
        var ec2 = new Ec2Region(transaction, timer.Key.Scope, transaction.Ids);
        var from = timer.Data.Text("From");

        // What was terminated while it was pending has left the state that this timer would end.
        if (ec2.Find(Ec2Kinds.Instance, timer.Data.Text("InstanceId")) is not { } instance || Of(instance) != from)
        {
            return;
        }

        var next = Leads[from].Next;
        if (next == "terminated")
        {
            Release(ec2, instance.Text("InstanceId"));
        }
        else
        {
            SetPublic(ec2, instance.Text("InstanceId"), isPublic: next == "running");
        }

        Enter(ec2, WithoutReason(ec2.Need(Ec2Kinds.Instance, instance.Text("InstanceId")), next), next);
    }

    private static JsonObject WithoutReason(JsonObject instance, string state) =>
        state == "running" ? instance.Without("StateReason") : instance;

    /// <summary>Whether the instance runs and was launched to have a public address.</summary>
    public static bool IsPublic(Ec2Region ec2, string id) =>
        ec2.Attributes(Ec2Kinds.Instance, id).Bool("PublicIp") == true && Of(ec2.Need(Ec2Kinds.Instance, id)) == "running";

    /// <summary>An instance has its public address while it runs.</summary>
    private static void SetPublic(Ec2Region ec2, string id, bool isPublic)
    {
        if (ec2.Attributes(Ec2Kinds.Instance, id).Bool("PublicIp") == true)
        {
            NetworkInterfaces.SetPublic(ec2, InstanceInterfaces.Of(ec2, id)[0], isPublic);
            InstanceInterfaces.Refresh(ec2, id);
        }
    }

    private static void Release(Ec2Region ec2, string id)
    {
        foreach (var item in InstanceInterfaces.Of(ec2, id))
        {
            if (item.Object("Attachment")?.Bool("DeleteOnTermination") == true)
            {
                NetworkInterfaces.Remove(ec2, item);
            }
            else
            {
                NetworkInterfaceAttachments.Detach(ec2, item);
            }
        }

        InstanceVolumes.Release(ec2, id);
        InstanceProfileAssociations.Forget(ec2, id);
        InstanceInterfaces.Refresh(ec2, id);
        var instance = ec2.Need(Ec2Kinds.Instance, id);
        ec2.Put(Ec2Kinds.Instance, instance.With("BlockDeviceMappings", JsonArray.Empty));
        ec2.Transaction.After(Visible, ec2.Scope, Vanish, JsonObject.Of(("InstanceId", id)));
    }

    private static void OnVanish(Transaction transaction, Timer timer)
    {
        var ec2 = new Ec2Region(transaction, timer.Key.Scope, transaction.Ids);
        var id = timer.Data.Text("InstanceId");
        ec2.Delete(Ec2Kinds.Instance, ec2.Need(Ec2Kinds.Instance, id));
        ec2.DeleteAttributes(Ec2Kinds.Instance, id);
    }
}
