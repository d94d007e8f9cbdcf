using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

internal sealed class S3BucketPolicy() : ResourceType(
    "AWS::S3::BucketPolicy",
    new PropertySchema(("Bucket", Text.Required().CreateOnly()), ("PolicyDocument", PropertyType.Json.Required())))
{
    public override async Task<Deployed> Create(ResourceWork work)
    {
        await work.Call("s3", "PutBucketPolicy", ("Bucket", work["Bucket"]), ("Policy", work.JsonText("PolicyDocument"))).ConfigureAwait(false);
        return new(work.Properties.String("Bucket") ?? "");
    }

    public override Task<Deployed> Update(ResourceWork work) => Create(work);

    public override Task Delete(ResourceWork work) => work.Remove("s3", "DeleteBucketPolicy", ("Bucket", work["Bucket"]));
}
