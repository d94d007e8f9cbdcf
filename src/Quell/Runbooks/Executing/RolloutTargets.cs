using System.Collections.Immutable;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Runbooks.Rollout;
using Quell.Stacks.Deploying;

namespace Quell.Runbooks.Executing;

/// <summary>
/// What an automation is run for, when StartAutomationExecution names targets (User Guide, "Mapping targets for an automation"): values of
/// a parameter, maps of parameters, or EC2 instances by their tags.
/// </summary>
internal sealed class RolloutTargets(CallPass pass)
{
    /// <summary>Executions that one may start.</summary>
    private const int Most = 500;

    /// <summary>Whether the request names targets.</summary>
    public static bool IsAsked(JsonObject input) => input.Has("Targets") || input.Has("TargetMaps") || input.Has("TargetParameterName");

    /// <param name="parameters">What every target's execution gets.</param>
    /// <exception cref="AwsException"><c>InvalidTarget</c>.</exception>
    public async Task<ImmutableArray<RolloutTarget>> Resolve(Call call, JsonObject parameters, CancellationToken cancellationToken)
    {
        var (targets, maps, name) = (call.Input.Array("Targets"), call.Input.Array("TargetMaps"), call.Input.String("TargetParameterName"));
        if (targets.Count > 0 == maps.Count > 0)
        {
            throw Invalid("Give either Targets with a TargetParameterName, or TargetMaps.");
        }

        var found = maps.Count > 0 ? [.. maps.Objects.Select(map => Mapped(map, parameters))] : await Of(call, targets, name, parameters, cancellationToken).ConfigureAwait(false);
        return found.Length switch
        {
            0 => throw Invalid("The targets name nothing that there is."),
            > Most => throw Invalid($"The targets are {found.Length}; an automation is run for {Most} at most."),
            _ => found,
        };
    }

    private async Task<ImmutableArray<RolloutTarget>> Of(Call call, JsonArray targets, string? name, JsonObject parameters, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            throw Invalid("Targets go with a TargetParameterName.");
        }

        List<string>? values = null;
        foreach (var target in targets.Objects)
        {
            var given = target.Array("Values").Items.OfType<JsonString>().Select(value => value.Value).ToList();
            var these = target.String("Key") switch
            {
                "ParameterValues" or "InstanceIds" => given,
                "AWS::EC2::Instance" when given is ["*"] => await Instances(call, null, [], cancellationToken).ConfigureAwait(false),
                ['t', 'a', 'g', ':', _, ..] key => await Instances(call, key, given, cancellationToken).ConfigureAwait(false),
                var key => throw Invalid($"Quell does not find targets by {key}, but by ParameterValues, InstanceIds, tag:KEY, and AWS::EC2::Instance with the value *."),
            };

            // Several targets narrow each other down.
            values = values is null ? these : [.. values.Intersect(these)];
        }

        return [.. (values ?? []).Distinct().Select(value => new RolloutTarget(value, parameters.With(name, JsonArray.From([(JsonValue)value]))))];
    }

    private async Task<List<string>> Instances(Call call, string? tag, List<string> values, CancellationToken cancellationToken)
    {
        var filters = tag is null ? JsonArray.Empty : JsonArray.From([(JsonValue)JsonObject.Of(("Name", tag), ("Values", JsonArray.From(values.Select(value => (JsonValue)value))))]);
        var answer = await pass(
            call with
            {
                Service = "ec2",
                Operation = "DescribeInstances",
                Input = JsonObject.Of(("Filters", filters)),
                RequestId = Guid.NewGuid().ToString(),
                Receipt = null,
                Body = null,
            },
            cancellationToken).ConfigureAwait(false);
        return [.. answer.Output.Array("Reservations").Objects.SelectMany(reservation => reservation.Array("Instances").Objects)
            .Where(instance => instance.Object("State")?.String("Name") is not ("terminated" or "shutting-down")).Select(instance => instance.String("InstanceId")).OfType<string>()];
    }

    private static RolloutTarget Mapped(JsonObject map, JsonObject parameters) => new(
        string.Join(", ", map.Select(value => string.Join(' ', (value.Value as JsonArray ?? JsonArray.Empty).Items.Select(ParameterMap.Plain)))), parameters.Merge(map));

    private static AwsException Invalid(string message) => new("InvalidTarget", message);
}
