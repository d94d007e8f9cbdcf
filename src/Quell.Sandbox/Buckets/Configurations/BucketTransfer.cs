using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Buckets.Configurations;

/// <summary>Who pays for transfers and whether they are accelerated; nobody pays here and nothing is.</summary>
internal static class BucketTransfer
{
    private const string Payer = "Payer";
    private const string Acceleration = "AccelerateStatus";

    public static JsonObject GetBucketRequestPayment(OperationContext context) =>
        JsonObject.Of((Payer, context.Bucket("s3:GetBucketRequestPayment").Value[Payer] ?? "BucketOwner"));

    public static JsonObject PutBucketRequestPayment(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutBucketRequestPayment");
        var payer = context.Input.Object("RequestPaymentConfiguration")?.String(Payer);
        bucket.Configure(context, Payer, payer is "Requester" or "BucketOwner" ? payer : throw BucketErrors.MalformedXml());
        return JsonObject.Empty;
    }

    public static JsonObject GetBucketAccelerateConfiguration(OperationContext context) =>
        JsonObject.Of(("Status", context.Bucket("s3:GetAccelerateConfiguration").Value[Acceleration]));

    public static JsonObject PutBucketAccelerateConfiguration(OperationContext context)
    {
        var bucket = context.Bucket("s3:PutAccelerateConfiguration");
        if (bucket.Name.Contains('.', StringComparison.Ordinal))
        {
            throw new AwsException(
                "InvalidRequest", "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
        }

        var status = context.Input.Object("AccelerateConfiguration")?.String("Status");
        bucket.Configure(context, Acceleration, status is "Enabled" or "Suspended" ? status : throw BucketErrors.MalformedXml());
        return JsonObject.Empty;
    }
}
