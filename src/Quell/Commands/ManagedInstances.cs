using Quell.Aws;
using Quell.Commands.Hosts;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;
using Quell.Sandbox.Compute;
using Quell.Sandbox.Ec2;

namespace Quell.Commands;

/// <summary>What commands can be sent to: every instance of the sandbox that runs, and the hosts that stacks name.</summary>
internal static class ManagedInstances
{
    /// <summary>What every one of them is, and steps are told to be for.</summary>
    public const string Platform = "Linux";

    /// <summary>Each with its <c>InstanceId</c> and <c>Tags</c>.</summary>
    public static IEnumerable<JsonObject> All(ResourceSet state, Scope scope) =>
        state.List(scope, Ec2Kinds.Instance.Type).Values.Where(instance => InstanceState.Of(instance) == "running").Concat(state.List(scope, ManagedNode.Type).Values);

    /// <summary>What a request names, in order: by <c>InstanceIds</c>, or by <c>Targets</c> that all fit.</summary>
    /// <exception cref="AwsException"><c>InvalidInstanceId</c>, <c>DuplicateInstanceId</c>, <c>ValidationException</c>.</exception>
    public static IReadOnlyList<string> Named(ResourceSet state, Scope scope, JsonObject input)
    {
        var (ids, targets) = (input.Array("InstanceIds").Strings.ToList(), input.Array("Targets").Objects.ToList());
        if (ids.Count == 0 == (targets.Count == 0))
        {
            throw CommandErrors.Validation("A command has InstanceIds or Targets, and not both.");
        }

        if (ids.Distinct().Count() < ids.Count)
        {
            throw CommandErrors.Duplicate();
        }

        var managed = All(state, scope).ToList();
        var other = ids.Except(managed.Select(IdOf)).ToList();
        return other.Count > 0 ? throw CommandErrors.BadInstances(other, scope.Account)
            : ids.Count > 0 ? ids
            : [.. managed.Where(instance => targets.TrueForAll(target => Fits(instance, target))).Select(IdOf)];
    }

    /// <summary>The ARN of an instance or node (Service Authorization Reference, Systems Manager, resource types).</summary>
    public static string ArnOf(Scope scope, string id) =>
        (ManagedNode.IsId(id) ? scope.Arn("ssm", $"managed-instance/{id}") : scope.Arn("ec2", $"instance/{id}")).ToString();

    public static string IdOf(JsonObject instance) => instance.String("InstanceId") ?? "";

    private static bool Fits(JsonObject instance, JsonObject target)
    {
        var (key, values) = (target.String("Key") ?? "", target.Array("Values").Strings.ToList());
        var tags = instance.Array("Tags").Objects;
        return key switch
        {
            "InstanceIds" => values.Contains(IdOf(instance)),
            "tag-key" => tags.Any(tag => values.Contains(tag.String("Key") ?? "")),
            _ when key.StartsWith("tag:", StringComparison.Ordinal) => tags.Any(tag => tag.String("Key") == key[4..] && values.Contains(tag.String("Value") ?? "")),
            _ => throw CommandErrors.Validation($"The target key {key} is not supported here; InstanceIds, tag:NAME and tag-key are."),
        };
    }
}
