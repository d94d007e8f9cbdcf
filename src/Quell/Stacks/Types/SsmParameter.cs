using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class SsmParameter() : ResourceType(
    "AWS::SSM::Parameter",
    new PropertySchema(
        ("Name", Text.CreateOnly()), ("Type", Text.Required()), ("Value", Text.Required()), ("Description", Text), ("Tier", Text), ("DataType", Text.CreateOnly())),
    "Type", "Value")
{
    public override string NameProperty => "Name";

    public override Task<Deployed> Create(ResourceWork work) => Put(work, work.Properties.String("Name") ?? $"CFN-{work.Name(250)}", false);

    public override Task<Deployed> Update(ResourceWork work) => Put(work, work.PhysicalId, true);

    public override Task Delete(ResourceWork work) => work.Remove("ssm", "DeleteParameter", ("Name", work.PhysicalId));

    private static async Task<Deployed> Put(ResourceWork work, string name, bool overwrite)
    {
        await work.Call("ssm", "PutParameter", work.Pick("Type", "Value", "Description", "Tier", "DataType").With("Name", name).With("Overwrite", overwrite)).ConfigureAwait(false);
        return new(name, ("Type", work["Type"]), ("Value", work["Value"]));
    }
}
