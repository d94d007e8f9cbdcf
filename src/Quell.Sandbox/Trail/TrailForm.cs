using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// How a service's parameters and answers look in the trail. CloudTrail has no one form: each service writes its own, and
/// they are known from real records only.
/// </summary>
internal abstract class TrailForm
{
    private static readonly TrailForm Buckets = new BucketForm();
    private static readonly TrailForm Ec2 = new Ec2Form();

    public static TrailForm Of(ServiceModel service) => service.Name switch
    {
        "ec2" => Ec2,
        "s3" or "s3control" => Buckets,
        _ => new CamelForm(service),
    };

    /// <summary>The <c>requestParameters</c>; null where the record has none.</summary>
    public abstract JsonObject? Request(OperationModel operation, Call call);

    /// <summary>The <c>responseElements</c> of a change that was made; null where the record has none.</summary>
    public abstract JsonObject? Response(OperationModel operation, Call call, JsonObject output);

    public virtual string ErrorCode(AwsException error) => error.Code;

    /// <summary>The <c>additionalEventData</c>; null where the record has none.</summary>
    public virtual JsonObject? Additional(Call call) => null;

    /// <summary>A name with its first letter, and no more, in lower case: <c>ARN</c> becomes <c>aRN</c>.</summary>
    protected static string Lower(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
