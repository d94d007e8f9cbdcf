using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;
using Quell.Sandbox.Identities;

namespace Quell.Sandbox.Compute;

/// <summary>Which instance profile an instance has: at most one at a time (EC2 User Guide, "Attach an IAM role to an instance").</summary>
internal static class InstanceProfileAssociations
{
    private static readonly Ec2Kind Kind = new(
        "iam-instance-profile-association", "iip-assoc-", "AssociationId", "InvalidAssociationID.NotFound", "association ID",
        Missing: "An invalid association-id of '{0}' was given");

    private static readonly Listing All = new(Kind, "IamInstanceProfileAssociations", "AssociationIds", new Filters
    {
        ["instance-id"] = "InstanceId",
        ["state"] = "State",
    });

    public static OperationTable AddInstanceProfileAssociations(this OperationTable table) => table
        .AddEc2("AssociateIamInstanceProfile", "InstanceId IamInstanceProfile", AssociateIamInstanceProfile)
        .AddEc2("DisassociateIamInstanceProfile", "AssociationId", DisassociateIamInstanceProfile)
        .AddEc2("ReplaceIamInstanceProfileAssociation", "AssociationId IamInstanceProfile", ReplaceIamInstanceProfileAssociation)
        .AddEc2("DescribeIamInstanceProfileAssociations", All);

    /// <summary>The instance profile by its ARN or name, which IAM has to have; null where none is asked for.</summary>
    public static JsonObject? Named(Ec2Region ec2, JsonObject? profile)
    {
        if (profile is null)
        {
            return null;
        }

        var arn = profile.String("Arn");
        var name = arn is null ? profile.Text("Name") : arn[(arn.LastIndexOf('/') + 1)..];
        var known = ec2.Transaction.State.Get(ec2.Scope.Global, IdentityKind.InstanceProfile.Type, name);
        return known is not null && (arn ?? known.String("Arn")) == known.String("Arn")
            ? JsonObject.Of(("Arn", known["Arn"]), ("Id", known[IdentityKind.InstanceProfile.IdMember]))
            : throw Inputs.InvalidValue(
                arn ?? name,
                arn is null ? "iamInstanceProfile.name" : "iamInstanceProfile.arn",
                $"Invalid IAM Instance Profile {(arn is null ? "name" : "ARN")}");
    }

    /// <summary>Gives the instance the profile.</summary>
    public static JsonObject Associate(Ec2Region ec2, JsonObject instance, JsonObject profile)
    {
        ec2.Put(Ec2Kinds.Instance, instance.With("IamInstanceProfile", profile));
        return ec2.Put(Kind, JsonObject.Of(
            ("AssociationId", ec2.NewId(Kind.Prefix)),
            ("InstanceId", instance["InstanceId"]),
            ("IamInstanceProfile", profile),
            ("State", "associated"),
            ("Timestamp", ec2.NowText)));
    }

    /// <summary>Forgets what the instance was associated with, when it is terminated.</summary>
    public static void Forget(Ec2Region ec2, string instanceId)
    {
        foreach (var association in ec2.In(Kind, "InstanceId", instanceId).ToList())
        {
            ec2.Delete(Kind, association);
        }
    }

    private static JsonObject AssociateIamInstanceProfile(Ec2Region ec2, JsonObject input)
    {
        var instance = ec2.Need(Ec2Kinds.Instance, input.Text("InstanceId"));
        var id = instance.Text("InstanceId");
        if (ec2.In(Kind, "InstanceId", id).Any())
        {
            throw new AwsException("IncorrectState", $"There is an existing association for instance {id}");
        }

        if (InstanceState.Of(instance) is not ("pending" or "running" or "stopping" or "stopped"))
        {
            throw new AwsException("IncorrectState", $"The instance '{id}' is not in the 'running' or 'stopped' state.");
        }

        var profile = Named(ec2, input.Object("IamInstanceProfile") ?? JsonObject.Empty)!;
        return Answer(Associate(ec2, instance, profile), "associating");
    }

    private static JsonObject DisassociateIamInstanceProfile(Ec2Region ec2, JsonObject input)
    {
        var association = Remove(ec2, input);
        var instance = ec2.Need(Ec2Kinds.Instance, association.Text("InstanceId"));
        ec2.Put(Ec2Kinds.Instance, instance.Without("IamInstanceProfile"));
        return Answer(association, "disassociating");
    }

    /// <summary>The other profile comes with an association of its own.</summary>
    private static JsonObject ReplaceIamInstanceProfileAssociation(Ec2Region ec2, JsonObject input)
    {
        var association = Remove(ec2, input);
        var instance = ec2.Need(Ec2Kinds.Instance, association.Text("InstanceId"));
        var profile = Named(ec2, input.Object("IamInstanceProfile") ?? JsonObject.Empty)!;
        return Answer(Associate(ec2, instance, profile), "associating");
    }

    private static JsonObject Remove(Ec2Region ec2, JsonObject input)
    {
        var association = ec2.Need(Kind, input.Text("AssociationId"));
        ec2.Delete(Kind, association);
        return association;
    }

    private static JsonObject Answer(JsonObject association, string state) =>
        JsonObject.Of(("IamInstanceProfileAssociation", association.With("State", state)));
}
