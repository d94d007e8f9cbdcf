using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>A key pair of a public key. To have EC2 make one, a template needs nowhere to put its private key.</summary>
internal sealed class Ec2KeyPair() : ResourceType(
    "AWS::EC2::KeyPair",
    new PropertySchema(
        ("KeyName", Text.Required().CreateOnly()), ("PublicKeyMaterial", Text.Required().CreateOnly()), ("Tags", PropertyType.Tags)),
    "KeyFingerprint", "KeyPairId")
{
    public override string NameProperty => "KeyName";

    public override StackTagging Tagging => StackTagging.ListWithSystemTags;

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var material = Convert.ToBase64String(Encoding.UTF8.GetBytes(work.Properties.String("PublicKeyMaterial") ?? ""));
        var output = await work.Call("ec2", "ImportKeyPair", work.Pick("KeyName")
            .With("PublicKeyMaterial", material).With("TagSpecifications", Ec2Tags.For(work, "key-pair"))).ConfigureAwait(false);
        return new(work.Properties.String("KeyName") ?? "", ("KeyFingerprint", output["KeyFingerprint"]), ("KeyPairId", output["KeyPairId"]));
    }

    public override async Task<Deployed> Update(ResourceWork work)
    {
        await Ec2Tags.Update(work, work.Attributes.String("KeyPairId") ?? "").ConfigureAwait(false);
        return new(work.PhysicalId, work.Attributes);
    }

    public override Task Delete(ResourceWork work) => work.Remove("ec2", "DeleteKeyPair", ("KeyName", work.PhysicalId));
}
