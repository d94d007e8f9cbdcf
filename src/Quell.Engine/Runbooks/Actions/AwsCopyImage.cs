using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Copies an image from a region into the execution's own and waits until the copy is available ("aws:copyImage").</summary>
internal sealed class AwsCopyImage() : RunbookAction("aws:copyImage")
{
    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        visit.Call("ec2", "CopyImage", JsonObject.Of(
            ("SourceRegion", inputs.Text("SourceRegion")), ("SourceImageId", inputs.Text("SourceImageId")), ("Name", inputs.Text("ImageName")),
            ("Description", inputs.TextOrNull("ImageDescription")), ("Encrypted", inputs.Flag("Encrypted") ? true : null),
            ("KmsKeyId", inputs.TextOrNull("KmsKeyId")), ("ClientToken", inputs.TextOrNull("ClientToken"))));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var answer = output as JsonObject ?? JsonObject.Empty;
        if (work.Spec.String("api") == "CopyImage")
        {
            ImageWatch.Begin(visit, answer);
        }
        else
        {
            ImageWatch.Take(visit, answer);
        }
    }

    public override void Due(StepVisit visit) => ImageWatch.Look(visit);
}
