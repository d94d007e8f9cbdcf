using Quell.Aws.Operations;
using Quell.Events.Schedules;

namespace Quell.Events.Operations;

/// <summary>The operations of EventBridge.</summary>
internal static class EventOperations
{
    private const string Service = "events";

    /// <param name="put">Puts events on buses.</param>
    /// <param name="kinds">The kinds of target that a rule may have.</param>
    public static OperationTable AddEvents(this OperationTable table, PutEvents put, TargetKinds kinds) => table
        .Add(Service, "CreateEventBus", BusCreation.CreateEventBus)
        .Add(Service, "UpdateEventBus", BusCreation.UpdateEventBus)
        .Add(Service, "DeleteEventBus", BusCreation.DeleteEventBus)
        .Add(Service, "DescribeEventBus", BusListing.DescribeEventBus)
        .Add(Service, "ListEventBuses", BusListing.ListEventBuses)
        .Add(Service, "PutPermission", BusPolicy.PutPermission)
        .Add(Service, "RemovePermission", BusPolicy.RemovePermission)
        .Add(Service, "PutRule", RuleCreation.PutRule)
        .Add(Service, "DeleteRule", RuleCreation.DeleteRule)
        .Add(Service, "EnableRule", RuleCreation.EnableRule)
        .Add(Service, "DisableRule", RuleCreation.DisableRule)
        .Add(Service, "DescribeRule", RuleListing.DescribeRule)
        .Add(Service, "ListRules", RuleListing.ListRules)
        .Add(Service, "ListRuleNamesByTarget", RuleListing.ListRuleNamesByTarget)
        .Add(Service, "PutTargets", context => RuleTargets.PutTargets(context, kinds))
        .Add(Service, "RemoveTargets", RuleTargets.RemoveTargets)
        .Add(Service, "ListTargetsByRule", RuleTargets.ListTargetsByRule)
        .Add(Service, "TestEventPattern", PatternTest.TestEventPattern)
        .Add(Service, "TagResource", EventTags.TagResource)
        .Add(Service, "UntagResource", EventTags.UntagResource)
        .Add(Service, "ListTagsForResource", EventTags.ListTagsForResource)
        .Add(Service, "PutEvents", put.Handle)
        .AddTimer(RuleSchedule.TimerKind, RuleSchedule.Fire);
}
