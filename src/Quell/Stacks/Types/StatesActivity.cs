using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class StatesActivity() : ResourceType(
    "AWS::StepFunctions::Activity",
    new PropertySchema(
        ("Name", Text.Required().CreateOnly()),
        ("EncryptionConfiguration", Object(
            ("Type", Text.Required().CreateOnly()), ("KmsKeyId", Text.CreateOnly()), ("KmsDataKeyReusePeriodSeconds", Integer.CreateOnly())).CreateOnly()),
        ("Tags", PropertyType.Tags)),
    "Arn", "Name")
{
    private const string Service = "stepfunctions";

    public override string NameProperty => "Name";

    public override StackTagging Tagging => StackTagging.List;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            Service, "CreateActivity",
            ("name", work["Name"]),
            ("encryptionConfiguration", LowerCamel.Of(work["EncryptionConfiguration"])),
            ("tags", LowerCamel.Of(work["Tags"]))).ConfigureAwait(false);
        var arn = output.String("activityArn") ?? "";
        return new(arn, ("Arn", arn), ("Name", work["Name"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await TagChanges.Apply(
            work,
            keys => work.Call(Service, "UntagResource", ("resourceArn", work.PhysicalId), ("tagKeys", keys)),
            tags => work.Call(Service, "TagResource", ("resourceArn", work.PhysicalId), ("tags", LowerCamel.Of(TagChanges.List(tags))))).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove(Service, "DeleteActivity", ("activityArn", work.PhysicalId));
}
