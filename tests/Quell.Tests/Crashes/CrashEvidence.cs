using Quell.Deliveries;
using Quell.Engine.Json;
using Quell.Functions.Executions;
using Quell.Sandbox.Ec2;

namespace Quell.Tests.Crashes;

/// <summary>Holds what a data folder has in the end against what was promised.</summary>
/// <param name="Crashes">The executions as each crash left them, by id.</param>
internal sealed record CrashEvidence(JournalFacts Facts, IReadOnlyList<FunctionStart> Starts, IReadOnlyList<IReadOnlyDictionary<string, Execution>> Crashes)
{
    /// <summary>Invocations that may be under way at once (<c>FunctionHost.Concurrency</c>).</summary>
    private static readonly int Concurrency = Math.Max(8, Environment.ProcessorCount * 4);

    public void CheckAll(ICollection<string> acknowledged)
    {
        Facts.Integrity().ShouldBe("ok");
        Facts.SequenceNumbers().GroupBy(number => number).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty("numbers used twice");
        var events = Facts.Events();
        events.ShouldBeUnique();
        acknowledged.Except(events).ShouldBeEmpty("acknowledged and lost");
        CheckDeliveries(events);
        CheckStarts(events);
        CheckChanges();
    }

    /// <summary>Queues take over exactly once; what was stored but not acknowledged counts like the rest.</summary>
    private void CheckDeliveries(List<string> events)
    {
        Facts.Deliveries(DeliveryState.DeadLetter).ShouldBe(0);
        Facts.Deliveries(DeliveryState.Dropped).ShouldBe(0);
        ShouldBeTheSame(Facts.Messages("events").Select(message => message.String("id")), events, "the queue of the rule");
        ShouldBeTheSame(
            Facts.Messages("notifications").Select(message => ((JsonObject)JsonValue.Parse(message.String("Message")!)).String("id")), events, "the queue of the topic");
    }

    private void CheckStarts(List<string> events)
    {
        var executions = Facts.Executions();
        executions.ShouldAllBe(execution => execution.State == ExecutionState.Succeeded);
        ShouldBeTheSame(executions.Where(execution => execution.Target.EndsWith(":count", StringComparison.Ordinal)).Select(execution => execution.EventId), events, "executions");

        var starts = Starts.CountBy(start => start.RequestId).ToDictionary(StringComparer.Ordinal);
        starts.Keys.Except(executions.Select(execution => execution.Id)).ShouldBeEmpty("starts of nothing");
        foreach (var execution in executions)
        {
            var count = starts.GetValueOrDefault(execution.Id);
            count.ShouldBeGreaterThan(0, $"{execution} was never started");
            var open = Crashes.Select(crash => crash.GetValueOrDefault(execution.Id)).OfType<Execution>().Where(left => !left.IsDone).ToList();
            execution.Attempts.ShouldBeLessThanOrEqualTo(1 + open.Count(left => left.State == ExecutionState.Started), $"{execution} was tried again without need");

            // A start that nothing has recorded is one whose record a crash cut off.
            var unrecorded = open.Count(left => left.State == ExecutionState.Waiting);
            count.ShouldBeLessThanOrEqualTo(execution.Attempts + unrecorded, $"{execution} was started more often than recorded");
        }

        starts.Count(start => start.Value > 1).ShouldBeLessThanOrEqualTo(Concurrency * Crashes.Count, "started twice");
    }

    /// <summary>State, trail record, event and change of each call are there together or not at all.</summary>
    private void CheckChanges()
    {
        var trail = Facts.Trail();
        var changes = Facts.Changes();
        var vpcs = Facts.Resources(Ec2Kinds.Vpc.Type).Where(vpc => vpc.Bool("IsDefault") is not true).ToList();
        changes.ShouldAllBe(change => change.String("state") == "done" && change.String("operation") == "CreateVpc");
        ShouldBeTheSame(changes.Select(change => change.String("requestId")), trail.Select(record => record.RequestId), "changes and trail");
        ShouldBeTheSame(vpcs.Select(vpc => vpc.String("VpcId")), trail.Select(record => record.Vpc), "state and trail");
        ShouldBeTheSame(Facts.ChangeEvents(), trail.Select(record => record.EventId), "events and trail");
        ShouldBeTheSame(
            Facts.Messages("changes").Select(message => message.Object("detail")?.String("eventID")), trail.Select(record => record.EventId), "the queue of changes");
        foreach (var type in new[] { Ec2Kinds.SecurityGroup.Type, Ec2Kinds.RouteTable.Type, Ec2Kinds.NetworkAcl.Type })
        {
            var own = Facts.Resources(type).CountBy(part => part.String("VpcId") ?? "").ToDictionary(StringComparer.Ordinal);
            vpcs.ShouldAllBe(vpc => own.GetValueOrDefault(vpc.String("VpcId")!) == 1, $"half a VPC: {type}");
        }

        // As often as the function was started, and once where it was started once.
        var made = vpcs.CountBy(vpc => vpc.Array("Tags").Objects.Single().String("Value") ?? "").ToDictionary(StringComparer.Ordinal);
        foreach (var (id, starts) in Starts.Where(start => start.Function == "change").CountBy(start => start.EventId))
        {
            made.GetValueOrDefault(id).ShouldBeInRange(1, starts);
        }
    }

    private static void ShouldBeTheSame(IEnumerable<string?> found, IEnumerable<string> expected, string what)
    {
        var (one, other) = (found.Order(StringComparer.Ordinal).ToList(), expected.Order(StringComparer.Ordinal).ToList());
        other.Except(one).ShouldBeEmpty($"{what}: missing");
        one.Except(other).ShouldBeEmpty($"{what}: too many");
        one.Count.ShouldBe(other.Count, $"{what}: twice");
    }
}
