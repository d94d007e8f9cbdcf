using Quell.Engine.Json;

namespace Quell.Engine.Runbooks.Actions;

/// <summary>Looks at a new image until it is available ("aws:createImage", "aws:copyImage").</summary>
internal static class ImageWatch
{
    private const string Image = "image";

    /// <summary>Takes the answer that names the image, and looks at it.</summary>
    public static void Begin(StepVisit visit, JsonObject answer)
    {
        visit.Progress = visit.Progress.With(Image, answer.String("ImageId") ?? throw new StepException("The answer has no ImageId"));
        Look(visit);
    }

    public static void Look(StepVisit visit) =>
        visit.Call("ec2", "DescribeImages", JsonObject.Of(("ImageIds", JsonArray.Create([visit.Progress[Image] ?? JsonValue.Null]))));

    /// <summary>Takes an answer to <see cref="Look"/>: the step is done, fails, or looks again.</summary>
    public static void Take(StepVisit visit, JsonObject answer)
    {
        var image = answer.Array("Images").Objects.FirstOrDefault();
        switch (image?.String("State"))
        {
            case "available":
                var outputs = JsonObject.Of(("ImageId", visit.Progress[Image]), ("ImageState", "available"), ("BlockDeviceMappings", image["BlockDeviceMappings"]));
                visit.Succeed(outputs, outputs);
                break;
            case "failed" or "invalid" or "error" or "deregistered":
                throw Poll.Failure($"Image {visit.Progress.String(Image)} entered unexpected state: {image.String("State")}. {image.Object("StateReason")?.String("Message")}".TrimEnd());
            default:
                Poll.Wait(visit);
                break;
        }
    }
}
