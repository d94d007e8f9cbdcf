using System.Collections.Immutable;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>
/// Looks at instances until all are in a state. Running means that EC2 says so and both status checks are passed ("aws:changeInstanceState",
/// "DesiredState").
/// </summary>
internal static class InstanceWatch
{
    /// <summary>States that lead nowhere but to the last.</summary>
    private static readonly ImmutableArray<string> Ending = ["shutting-down", "terminated"];

    private const string AreChecked = "checksStatus";

    /// <summary>Asks for the states.</summary>
    public static void Look(StepVisit visit, ImmutableArray<string> instances)
    {
        var isChecked = visit.Progress.Bool(AreChecked) == true;
        visit.Call("ec2", isChecked ? "DescribeInstanceStatus" : "DescribeInstances", JsonObject.Of(("InstanceIds", JsonArray.From(instances))));
    }

    /// <summary>Takes an answer to <see cref="Look"/>, and looks again where the state is not there.</summary>
    /// <returns>The instances' states by id once all are as desired; null before.</returns>
    /// <exception cref="StepException">One can never come to that state.</exception>
    public static ImmutableArray<string>? Take(StepVisit visit, ImmutableArray<string> instances, string desired, JsonObject answer)
    {
        if (visit.Progress.Bool(AreChecked) == true)
        {
            if (instances.All(instance => IsPassed(answer, instance)))
            {
                return [.. instances.Select(_ => desired)];
            }
        }
        else
        {
            var states = StatesOf(answer);
            var found = instances.Select(instance => states.GetValueOrDefault(instance) ?? "unknown").ToImmutableArray();
            RefuseEnding(instances, found, desired, RunbookActions.Of(visit.Step).Doing);
            if (found.All(state => state == desired))
            {
                if (desired != "running")
                {
                    return found;
                }

                visit.Progress = visit.Progress.With(AreChecked, true);
                Look(visit, instances);
                return null;
            }
        }

        Poll.Wait(visit);
        return null;
    }

    private static void RefuseEnding(ImmutableArray<string> instances, ImmutableArray<string> found, string desired, string doing)
    {
        for (var index = 0; index < instances.Length; index++)
        {
            if (desired != "terminated" && Ending.Contains(found[index]))
            {
                throw Poll.Failure($"Instance {instances[index]} entered unexpected state: {found[index]}", doing);
            }
        }
    }

    private static Dictionary<string, string> StatesOf(JsonObject answer)
    {
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var instance in answer.Array("Reservations").Objects.SelectMany(reservation => reservation.Array("Instances").Objects))
        {
            states[instance.String("InstanceId") ?? ""] = instance.Object("State")?.String("Name") ?? "unknown";
        }

        return states;
    }

    private static bool IsPassed(JsonObject answer, string instance) => answer.Array("InstanceStatuses").Objects.Any(status =>
        status.String("InstanceId") == instance
        && status.Object("InstanceStatus")?.String("Status") == "ok" && status.Object("SystemStatus")?.String("Status") == "ok");
}
