using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>Whether images of the account may be made public in the region; those that are stay so (EC2 User Guide, "Block public access to your AMIs").</summary>
internal static class ImageBlockPublicAccess
{
    private const string Type = "ec2:image-block-public-access";
    private const string On = "block-new-sharing";
    private const string Off = "unblocked";

    public static bool IsOn(Ec2Region ec2) => State(ec2) == On;

    public static JsonObject Enable(Ec2Region ec2, JsonObject input) => input.Text("ImageBlockPublicAccessState") == On
        ? Set(ec2, On)
        : throw Inputs.InvalidValue(input.Text("ImageBlockPublicAccessState"), "ImageBlockPublicAccessState", $"Expected: {On}.");

    public static JsonObject Disable(Ec2Region ec2, JsonObject input) => Set(ec2, Off);

    public static JsonObject Get(Ec2Region ec2, JsonObject input) =>
        JsonObject.Of(("ImageBlockPublicAccessState", State(ec2)), ("ManagedBy", "account"));

    private static string State(Ec2Region ec2) => ec2.Transaction.State.Get(ec2.Scope, Type, "settings")?.String("State") ?? Off;

    private static JsonObject Set(Ec2Region ec2, string state)
    {
        ec2.Transaction.State.Put(ec2.Scope, Type, "settings", JsonObject.Of(("State", state)));
        return JsonObject.Of(("ImageBlockPublicAccessState", state));
    }
}
