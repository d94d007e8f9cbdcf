using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Deregisters an image and deletes its snapshots ("aws:deleteImage").</summary>
internal sealed class AwsDeleteImage() : RunbookAction("aws:deleteImage")
{
    private const string Snapshots = "snapshots";

    public override void Enter(StepVisit visit) =>
        visit.Call("ec2", "DescribeImages", JsonObject.Of(("ImageIds", JsonArray.Create([visit.Inputs.Text("ImageId")]))));

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        if (work.Spec.String("api") == "DescribeImages")
        {
            visit.Progress = visit.Progress.With(Snapshots, SnapshotsOf(output as JsonObject ?? JsonObject.Empty));
            visit.Call("ec2", "DeregisterImage", JsonObject.Of(("ImageId", visit.Inputs.Text("ImageId"))));
            return;
        }

        var left = visit.Progress.Array(Snapshots);
        if (left.Count == 0)
        {
            visit.Succeed(JsonObject.Empty);
            return;
        }

        visit.Progress = visit.Progress.With(Snapshots, JsonArray.From(left.Skip(1)));
        visit.Call("ec2", "DeleteSnapshot", JsonObject.Of(("SnapshotId", left[0])));
    }

    private static JsonArray SnapshotsOf(JsonObject answer) => JsonArray.From(answer.Array("Images").Objects
        .SelectMany(image => image.Array("BlockDeviceMappings").Objects)
        .Select(device => device.Object("Ebs")?.String("SnapshotId"))
        .OfType<string>());
}
