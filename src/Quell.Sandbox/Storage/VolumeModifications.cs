using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Storage;

/// <summary>
/// ModifyVolume: a volume is modified, then optimized for what it has become, then done with (EBS User Guide, "Monitor the
/// progress of volume modifications"). The latest modification of a volume is among its attributes.
/// </summary>
internal static class VolumeModifications
{
    private const string Modification = "Modification";
    private const string Due = "ec2:volume-modification";

    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(2);

    private static readonly Filters ModificationFilters = new()
    {
        ["modification-state"] = "ModificationState",
        ["original-iops"] = "OriginalIops",
        ["original-size"] = "OriginalSize",
        ["original-volume-type"] = "OriginalVolumeType",
        ["originalMultiAttachEnabled"] = "OriginalMultiAttachEnabled",
        ["start-time"] = "StartTime",
        ["target-iops"] = "TargetIops",
        ["target-size"] = "TargetSize",
        ["target-volume-type"] = "TargetVolumeType",
        ["targetMultiAttachEnabled"] = "TargetMultiAttachEnabled",
        ["volume-id"] = "VolumeId",
    };

    public static OperationTable AddVolumeModifications(this OperationTable table) => table
        .AddTimer(Due, OnDue)
        .AddEc2("ModifyVolume", "VolumeId Size VolumeType Iops Throughput MultiAttachEnabled", ModifyVolume)
        .AddEc2("DescribeVolumesModifications", "VolumeIds Filters MaxResults NextToken", DescribeVolumesModifications);

    private static JsonObject ModifyVolume(Ec2Region ec2, JsonObject input)
    {
        var volume = ec2.Need(Ec2Kinds.Volume, input.Text("VolumeId"));
        var id = volume.Text("VolumeId");
        if (volume.String("State") is not ("available" or "in-use"))
        {
            throw new AwsException("IncorrectState", $"Volume '{id}' is in the '{volume.String("State")}' state.");
        }

        if (Of(ec2, volume) is { } earlier && earlier.String("ModificationState") != "completed")
        {
            throw new AwsException(
                "IncorrectModificationState", $"Cannot modify volume {id}: its last modification is in the '{earlier.String("ModificationState")}' state.");
        }

        var modification = Described(volume, Target(volume, input))
            .With("VolumeId", id).With("ModificationState", "modifying").With("Progress", 0).With("StartTime", ec2.NowText);
        Enter(ec2, id, modification);
        return JsonObject.Of(("VolumeModification", modification));
    }

    /// <summary>What the volume is to become.</summary>
    private static JsonObject Target(JsonObject volume, JsonObject input)
    {
        var size = input.Long("Size") ?? volume.Long("Size") ?? 0;
        if (size < volume.Long("Size"))
        {
            throw Inputs.Invalid("New size cannot be smaller than existing size");
        }

        var type = VolumeType.Of(input.String("VolumeType") ?? volume.Text("VolumeType"));
        var isSame = type.Name == volume.String("VolumeType");
        var iops = input.Long("Iops") ?? (type.Iops is null ? null : isSame ? volume.Long("Iops") : 3000);
        var throughput = input.Long("Throughput") ?? (type.Name == "gp3" && isSame ? volume.Long("Throughput") : null);
        var multi = input.Bool("MultiAttachEnabled") ?? volume.Bool("MultiAttachEnabled") ?? false;
        if (multi && !type.TakesMultiAttach)
        {
            throw Inputs.Invalid($"Multi-Attach is not supported for {type.Name} volumes.");
        }

        return type.Measures(size, iops, throughput).With("MultiAttachEnabled", multi);
    }

    private static JsonObject Described(JsonObject volume, JsonObject target)
    {
        string[] names = ["Size", "Iops", "VolumeType", "Throughput", "MultiAttachEnabled"];
        return JsonObject.From(names.SelectMany(name => new[] { ("Target" + name, target[name]), ("Original" + name, volume[name]) })
            .Where(member => member.Item2 is not null)
            .Select(member => KeyValuePair.Create(member.Item1, member.Item2!)));
    }

    private static JsonObject? Of(Ec2Region ec2, JsonObject volume) =>
        ec2.Attributes(Ec2Kinds.Volume, volume.Text("VolumeId")).Object(Modification);

    private static void Enter(Ec2Region ec2, string volumeId, JsonObject modification)
    {
        ec2.PutAttributes(Ec2Kinds.Volume, volumeId, ec2.Attributes(Ec2Kinds.Volume, volumeId).With(Modification, modification));
        if (modification.String("ModificationState") != "completed")
        {
            ec2.Transaction.After(StepTime, ec2.Scope, Due, JsonObject.Of(("VolumeId", volumeId), ("RequestId", ec2.RequestId)));
        }
    }

    private static void OnDue(Transaction transaction, Aws.Operations.Timer timer)
    {
        var ec2 = new Ec2Region(transaction, timer.Key.Scope, transaction.Ids, requestId: timer.Data.String("RequestId") ?? "");
        var id = timer.Data.Text("VolumeId");
        if (ec2.Find(Ec2Kinds.Volume, id) is not { } volume || Of(ec2, volume) is not { } modification)
        {
            return;
        }

        if (modification.String("ModificationState") == "modifying")
        {
            ec2.Put(Ec2Kinds.Volume, Changed(volume, modification));
            modification = modification.With("ModificationState", "optimizing").With("Progress", 50);
        }
        else
        {
            modification = modification.With("ModificationState", "completed").With("Progress", 100).With("EndTime", ec2.NowText);
        }

        Enter(ec2, id, modification);
        EbsEvents.Volume(ec2, id, "modifyVolume", modification.Text("ModificationState"));
    }

    private static JsonObject Changed(JsonObject volume, JsonObject modification) => volume
        .With("Size", modification["TargetSize"])
        .With("VolumeType", modification["TargetVolumeType"])
        .With("Iops", modification["TargetIops"])
        .With("Throughput", modification["TargetThroughput"])
        .With("MultiAttachEnabled", modification["TargetMultiAttachEnabled"]);

    private static JsonObject DescribeVolumesModifications(Ec2Region ec2, JsonObject input)
    {
        var ids = input.Texts("VolumeIds");
        var volumes = ids.Count == 0 ? ec2.All(Ec2Kinds.Volume) : ec2.Need(Ec2Kinds.Volume, ids).OrderBy(Id, StringComparer.Ordinal);
        var missing = ids.Where(id => Of(ec2, ec2.Need(Ec2Kinds.Volume, id)) is null).ToList();
        if (missing.Count > 0)
        {
            throw new AwsException("InvalidVolumeModification.NotFound", $"Modification for volume '{missing[0]}' does not exist.");
        }

        var all = volumes.Select(volume => Of(ec2, volume)).OfType<JsonObject>();
        var (page, token) = Page.Of(ModificationFilters.Apply(all, input.Array("Filters")), Id, input);
        return JsonObject.Of(("VolumesModifications", page), ("NextToken", token is null ? null : (JsonValue)token));
    }

    private static string Id(JsonObject item) => item.Text("VolumeId");
}
