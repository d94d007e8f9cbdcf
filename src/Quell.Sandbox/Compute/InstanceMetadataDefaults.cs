using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>
/// The metadata options that instances of the account have in the region where their launch does not say otherwise: they come
/// before those of the image (EC2 User Guide, "Order of precedence for instance metadata options").
/// </summary>
internal static class InstanceMetadataDefaults
{
    private const string Type = "ec2:instance-metadata-defaults";
    private const string NoPreference = "no-preference";

    private static readonly string[] Names = ["HttpTokens", "HttpEndpoint", "InstanceMetadataTags"];

    public static OperationTable AddInstanceMetadataDefaults(this OperationTable table) => table
        .AddEc2(
            "ModifyInstanceMetadataDefaults", $"{string.Join(' ', Names)} HttpPutResponseHopLimit", ModifyInstanceMetadataDefaults)
        .AddEc2("GetInstanceMetadataDefaults", "", (ec2, _) => JsonObject.Of(("AccountLevel", Of(ec2).With("ManagedBy", "account"))));

    public static JsonObject Of(Ec2Region ec2) => ec2.Transaction.State.Get(ec2.Scope, Type, "settings") ?? JsonObject.Empty;

    private static JsonObject ModifyInstanceMetadataDefaults(Ec2Region ec2, JsonObject input)
    {
        var settings = Of(ec2);
        foreach (var name in Names)
        {
            settings = input[name] is { } value ? settings.With(name, input.String(name) == NoPreference ? null : value) : settings;
        }

        if (input.Long("HttpPutResponseHopLimit") is { } limit)
        {
            settings = limit is -1 ? settings.Without("HttpPutResponseHopLimit")
                : limit is >= 1 and <= InstanceMetadata.FarthestHop ? settings.With("HttpPutResponseHopLimit", limit)
                : throw Inputs.InvalidValue($"{limit}", "HttpPutResponseHopLimit", $"The value must be between 1 and {InstanceMetadata.FarthestHop}, or -1.");
        }

        ec2.Transaction.State.Put(ec2.Scope, Type, "settings", settings);
        return Inputs.Return;
    }
}
