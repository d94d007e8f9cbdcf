using Quell.Engine.Executions;
using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Makes an image of an instance and waits until it is available ("aws:createImage").</summary>
internal sealed class AwsCreateImage() : RunbookAction("aws:createImage")
{
    public override string Doing => StepException.Polling;

    public override void Enter(StepVisit visit)
    {
        var inputs = visit.Inputs;
        visit.Call("ec2", "CreateImage", inputs.Without("ImageName", "ImageDescription", "NoReboot").Merge(JsonObject.Of(
            ("InstanceId", inputs.Text("InstanceId")), ("Name", inputs.Text("ImageName")), ("Description", inputs.TextOrNull("ImageDescription")),
            ("NoReboot", inputs.Flag("NoReboot") ? true : null))));
    }

    public override void Answered(StepVisit visit, Work work, JsonValue output)
    {
        var answer = output as JsonObject ?? JsonObject.Empty;
        if (work.Spec.String("api") == "CreateImage")
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
