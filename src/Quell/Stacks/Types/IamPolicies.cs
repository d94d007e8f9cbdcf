using Quell.Engine.Json;

namespace Quell.Stacks.Types;

/// <summary>What groups, roles and users have in common: inline policies, attached policies, tags.</summary>
/// <param name="kind"><c>Group</c>, <c>Role</c> or <c>User</c>.</param>
internal sealed class IamPolicies(string kind)
{
    private readonly string _name = kind + "Name";

    /// <summary>Gives a new role or user its policies.</summary>
    public async Task Add(ResourceWork work)
    {
        await Put(work, work.Properties.Array("Policies").Objects).ConfigureAwait(false);
        await Attach(work, work.Properties.Array("ManagedPolicyArns").Strings).ConfigureAwait(false);
    }

    /// <summary>Makes its policies and tags what they shall be.</summary>
    public async Task Update(ResourceWork work)
    {
        var before = work.Before.Array("Policies").Objects.ToList();
        var after = work.Properties.Array("Policies").Objects.ToList();
        var names = after.Select(policy => policy.String("PolicyName")).ToHashSet();
        await Remove(work, before.Where(policy => !names.Contains(policy.String("PolicyName")))).ConfigureAwait(false);
        await Put(work, after.Except(before)).ConfigureAwait(false);

        var attached = work.Before.Array("ManagedPolicyArns").Strings.ToList();
        var wanted = work.Properties.Array("ManagedPolicyArns").Strings.ToList();
        await Detach(work, attached.Except(wanted, StringComparer.Ordinal)).ConfigureAwait(false);
        await Attach(work, wanted.Except(attached, StringComparer.Ordinal)).ConfigureAwait(false);
        await TagChanges.Apply(
            work,
            keys => work.Call("iam", "Untag" + kind, (_name, work.PhysicalId), ("TagKeys", keys)),
            tags => work.Call("iam", "Tag" + kind, (_name, work.PhysicalId), ("Tags", TagChanges.List(tags)))).ConfigureAwait(false);
    }

    /// <summary>Takes all its policies away, which has to be done before it can be deleted.</summary>
    public async Task Clear(ResourceWork work)
    {
        await Remove(work, work.Properties.Array("Policies").Objects).ConfigureAwait(false);
        await Detach(work, work.Properties.Array("ManagedPolicyArns").Strings).ConfigureAwait(false);
    }

    private async Task Put(ResourceWork work, IEnumerable<JsonObject> policies)
    {
        foreach (var policy in policies)
        {
            await work.Call(
                "iam", $"Put{kind}Policy",
                (_name, work.PhysicalId), ("PolicyName", policy["PolicyName"]), ("PolicyDocument", ResourceWork.TextOf(policy["PolicyDocument"]))).ConfigureAwait(false);
        }
    }

    private async Task Remove(ResourceWork work, IEnumerable<JsonObject> policies)
    {
        foreach (var policy in policies)
        {
            await work.Remove("iam", $"Delete{kind}Policy", (_name, work.PhysicalId), ("PolicyName", policy["PolicyName"])).ConfigureAwait(false);
        }
    }

    private async Task Attach(ResourceWork work, IEnumerable<string> arns)
    {
        foreach (var arn in arns)
        {
            await work.Call("iam", $"Attach{kind}Policy", (_name, work.PhysicalId), ("PolicyArn", arn)).ConfigureAwait(false);
        }
    }

    private async Task Detach(ResourceWork work, IEnumerable<string> arns)
    {
        foreach (var arn in arns)
        {
            await work.Remove("iam", $"Detach{kind}Policy", (_name, work.PhysicalId), ("PolicyArn", arn)).ConfigureAwait(false);
        }
    }
}
