using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class IamAccessKey() : ResourceType(
    "AWS::IAM::AccessKey",
    new PropertySchema(("UserName", Text.Required().CreateOnly()), ("Serial", Integer.CreateOnly()), ("Status", Text)),
    "SecretAccessKey")
{
    public override string Capability(JsonObject properties) => "CAPABILITY_IAM";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call("iam", "CreateAccessKey", work.Pick("UserName")).ConfigureAwait(false);
        var key = output.Object("AccessKey") ?? JsonObject.Empty;
        var id = work.PhysicalId = key.String("AccessKeyId") ?? "";
        if (work.Properties.String("Status") is { } status and not "Active")
        {
            await SetStatus(work, status).ConfigureAwait(false);
        }

        return new(id, ("SecretAccessKey", key["SecretAccessKey"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await SetStatus(work, work.Properties.String("Status") ?? "Active").ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) =>
        work.Remove("iam", "DeleteAccessKey", work.Pick("UserName").With("AccessKeyId", work.PhysicalId));

    private static Task<JsonObject> SetStatus(ResourceWork work, string status) =>
        work.Call("iam", "UpdateAccessKey", work.Pick("UserName").With("AccessKeyId", work.PhysicalId).With("Status", status));
}
