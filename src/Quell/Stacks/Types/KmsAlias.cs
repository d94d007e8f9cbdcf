using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class KmsAlias() : ResourceType(
    "AWS::KMS::Alias",
    new PropertySchema(("AliasName", Text.Required().CreateOnly()), ("TargetKeyId", Text.Required())))
{
    public override string NameProperty => "AliasName";

    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("kms", "CreateAlias", work.Pick("AliasName", "TargetKeyId")).ConfigureAwait(false);
        return new(work.Properties.String("AliasName") ?? "");
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await work.Call("kms", "UpdateAlias", work.Pick("AliasName", "TargetKeyId")).ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("kms", "DeleteAlias", ("AliasName", work.PhysicalId));
}
