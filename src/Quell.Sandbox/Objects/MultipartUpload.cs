using System.Globalization;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Sandbox.Buckets;

namespace Quell.Sandbox.Objects;

/// <summary>
/// A multipart upload in progress: a resource that holds the object to be, without its content. Each of its parts is a
/// resource of its own, so that a part costs the same however many there are. (S3 User Guide, "Uploading and copying objects
/// using multipart upload".)
/// </summary>
/// <param name="Bucket">Where it goes.</param>
/// <param name="Id">Ids sort as the uploads were begun.</param>
/// <param name="Value"><c>Key</c>, <c>Initiated</c>, <c>Initiator</c>, the checksum's algorithm and type, and <c>Object</c>.</param>
internal sealed record MultipartUpload(Bucket Bucket, string Id, JsonObject Value)
{
    public const int MostParts = 10_000;

    public string Key => Value.String("Key") ?? "";

    /// <summary>The object to be.</summary>
    public JsonObject Object => Value.Object("Object") ?? JsonObject.Empty;

    private string PartType => $"s3:part/{Bucket.Name}/{Id}";

    private static string TypeIn(Bucket bucket) => $"s3:upload/{bucket.Name}";

    public static string NewId(OperationContext context) =>
        context.Now.UtcTicks.ToString("x16", CultureInfo.InvariantCulture) + context.Transaction.Ids.Hex(48);

    /// <summary>The upload that the call names.</summary>
    public static MultipartUpload Find(OperationContext context, string action) =>
        FindIn(context, context.BucketOf(action, context.Input.String("Key") ?? "")) ?? throw NoSuchUpload();

    /// <summary>The upload that the call names by its id and its key; null where there is none.</summary>
    public static MultipartUpload? FindIn(OperationContext context, Bucket bucket)
    {
        var id = context.Input.String("UploadId") ?? "";
        return context.State.Get(bucket.Scope, TypeIn(bucket), id) is { } value && value.String("Key") == context.Input.String("Key")
            ? new(bucket, id, value)
            : null;
    }

    /// <summary>The bucket's uploads, in no order that means anything.</summary>
    public static IEnumerable<MultipartUpload> Of(ResourceSet state, Bucket bucket) =>
        state.List(bucket.Scope, TypeIn(bucket)).Select(entry => new MultipartUpload(bucket, entry.Key, entry.Value));

    public static AwsException NoSuchUpload() => new(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        404);

    /// <summary>The parts by their numbers.</summary>
    public IEnumerable<UploadedPart> Parts(ResourceSet state) =>
        state.List(Bucket.Scope, PartType).Values.Select(value => new UploadedPart(value)).OrderBy(part => part.Number);

    public UploadedPart? Part(ResourceSet state, long number) =>
        state.Get(new(Bucket.Scope, PartType, IdOf(number))) is { } value ? new(value) : null;

    public void Put(ResourceEdit state) => state.Put(Bucket.Scope, TypeIn(Bucket), Id, Value);

    /// <summary>A part of the same number is replaced.</summary>
    public void Put(ResourceEdit state, UploadedPart part) => state.Put(Bucket.Scope, PartType, IdOf(part.Number), part.Value);

    /// <summary>With all of its parts.</summary>
    public void Delete(ResourceEdit state)
    {
        foreach (var id in state.Current.List(Bucket.Scope, PartType).Keys)
        {
            state.Delete(Bucket.Scope, PartType, id);
        }

        state.Delete(Bucket.Scope, TypeIn(Bucket), Id);
    }

    private static string IdOf(long number) => number.ToString("D5", CultureInfo.InvariantCulture);
}
