using Quell.Aws.Operations;

namespace Quell.Sandbox.Trails;

/// <summary>
/// The operations of CloudTrail on trails. A trail is what an account keeps of its settings: no log file is delivered, and
/// the API trail itself (<see cref="Trail"/>) records with and without one.
/// </summary>
internal static class CloudTrailOperations
{
    private const string Service = "cloudtrail";

    public static OperationTable AddTrails(this OperationTable table) => table
        .Add(Service, "CreateTrail", TrailCreation.CreateTrail)
        .Add(Service, "UpdateTrail", TrailCreation.UpdateTrail)
        .Add(Service, "DeleteTrail", TrailCreation.DeleteTrail)
        .Add(Service, "GetTrail", TrailListing.GetTrail)
        .Add(Service, "DescribeTrails", TrailListing.DescribeTrails)
        .Add(Service, "ListTrails", TrailListing.ListTrails)
        .Add(Service, "GetTrailStatus", TrailLogging.GetTrailStatus)
        .Add(Service, "StartLogging", TrailLogging.StartLogging)
        .Add(Service, "StopLogging", TrailLogging.StopLogging)
        .Add(Service, "PutEventSelectors", EventSelectors.PutEventSelectors)
        .Add(Service, "GetEventSelectors", EventSelectors.GetEventSelectors)
        .Add(Service, "AddTags", TrailTags.AddTags)
        .Add(Service, "RemoveTags", TrailTags.RemoveTags)
        .Add(Service, "ListTags", TrailTags.ListTags);
}
