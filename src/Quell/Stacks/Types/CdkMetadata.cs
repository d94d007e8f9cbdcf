using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>What <c>cdk synth</c> adds to count its users; it stands for nothing, on AWS too.</summary>
internal sealed class CdkMetadata() : ResourceType("AWS::CDK::Metadata", new PropertySchema(("Analytics", Text)))
{
    public override Task<Deployed> Create(ResourceWork work) => Task.FromResult(new Deployed(work.Name()));

    public override Task<Deployed> Update(ResourceWork work) => Task.FromResult(new Deployed(work.PhysicalId));

    public override Task Delete(ResourceWork work) => Task.CompletedTask;
}
