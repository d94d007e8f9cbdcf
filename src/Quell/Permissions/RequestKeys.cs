using Quell.Aws.Calls;
using Quell.Aws.Permissions;
using Quell.Engine.Json;
using Quell.Engine.Policies;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Permissions;

/// <summary>The condition keys of a call: the global ones, its caller's tags, its parameters, and what its resources are.</summary>
internal static class RequestKeys
{
    /// <param name="identity">The caller's user or role.</param>
    public static PolicyContext Of(Call call, JsonObject identity)
    {
        var context = CallContext.Of(call);
        foreach (var (key, value) in RequestTags.Read(identity["Tags"]))
        {
            context.Add($"aws:PrincipalTag/{key}", value);
        }

        CallPermissions.AddKeys(context, call.Service, call.Input);
        if (call.Service == "ec2")
        {
            context.Add("ec2:Region", call.Scope.Region);
        }

        return context;
    }

    /// <summary>The keys with those of one of the permissions that the call asks for.</summary>
    public static PolicyContext Of(PolicyContext context, ResourceSet state, PermissionNeed need)
    {
        if (need.Resource == PermissionNeed.NoResource && need.Key is null)
        {
            return context;
        }

        var known = new PolicyContext(context);
        if (need.Key is var (key, value))
        {
            known.Add(key, value);
        }

        AddResource(known, state, need);
        return known;
    }

    private static void AddResource(PolicyContext known, ResourceSet state, PermissionNeed need)
    {
        if (!Arn.TryParse(need.Resource, out var arn))
        {
            return;
        }

        if (ResourceFacts.AccountOf(state, arn) is { } account)
        {
            known.Add("aws:ResourceAccount", account);
        }

        var prefix = need.Action[..need.Action.IndexOf(':', StringComparison.Ordinal)];
        foreach (var (key, value) in ResourceFacts.TagsOf(state, arn))
        {
            known.Add($"aws:ResourceTag/{key}", value);
            known.Add($"{prefix}:ResourceTag/{key}", value);
        }
    }
}
