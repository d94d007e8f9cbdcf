using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// Where S3's XML is not what its model says: root elements of answers, errors without a wrapper, and GetBucketLocation, whose
/// root element is the value (Amazon S3 API Reference, the operations' "Response Syntax", and "Error responses").
/// </summary>
internal static class S3Xml
{
    public const string LocationRoot = "LocationConstraint";

    public static string RootOf(OperationModel operation) => operation.Name switch
    {
        "ListBuckets" or "ListDirectoryBuckets" => "ListAllMyBucketsResult",
        "ListObjects" or "ListObjectsV2" => "ListBucketResult",
        "ListObjectVersions" => "ListVersionsResult",
        "CreateMultipartUpload" => "InitiateMultipartUploadResult",
        "DeleteObjects" => "DeleteResult",
        "GetBucketLocation" => LocationRoot,
        "GetBucketAcl" or "GetObjectAcl" => "AccessControlPolicy",
        "GetBucketVersioning" => "VersioningConfiguration",
        "GetBucketTagging" or "GetObjectTagging" => "Tagging",
        "GetBucketCors" => "CORSConfiguration",
        "GetBucketWebsite" => "WebsiteConfiguration",
        "GetBucketLogging" => "BucketLoggingStatus",
        "GetBucketLifecycle" or "GetBucketLifecycleConfiguration" => "LifecycleConfiguration",
        "GetBucketNotification" or "GetBucketNotificationConfiguration" => "NotificationConfiguration",
        "GetBucketAccelerateConfiguration" => "AccelerateConfiguration",
        "GetBucketRequestPayment" => "RequestPaymentConfiguration",
        "GetObjectAttributes" => "GetObjectAttributesResponse",
        "ListBucketAnalyticsConfigurations" => "ListBucketAnalyticsConfigurationResult",
        "ListBucketInventoryConfigurations" => "ListInventoryConfigurationsResult",
        "ListBucketMetricsConfigurations" => "ListMetricsConfigurationsResult",
        var name => name + "Result",
    };

    /// <summary>GetBucketLocation's answer; null for any other operation.</summary>
    public static JsonObject? ReadLocation(OperationModel operation, WireResponse response)
    {
        if (operation.Name != "GetBucketLocation" || operation.Output?.Find(LocationRoot) is null)
        {
            return null;
        }

        var region = XmlShapeReader.Parse(response.Body.Bytes).Value.Trim();
        return region.Length == 0 ? JsonObject.Empty : JsonObject.Of((LocationRoot, region));
    }

    /// <summary>
    /// The answer with status 500 where it is an error under status 200: these operations begin to answer before they are done
    /// (Amazon S3 API Reference, CopyObject and CompleteMultipartUpload).
    /// </summary>
    public static WireResponse WithLateError(OperationModel operation, WireResponse response) =>
        operation.Name is "CopyObject" or "UploadPartCopy" or "CompleteMultipartUpload" && response.Status < 300
        && response.Body.Bytes.Span.IndexOf("<Error>"u8) is >= 0 and < 200
            ? response with { Status = 500 }
            : response;

    public static WireBody Error(AwsException fault, WireRequest request, string requestId)
    {
        using var xml = new XmlShapeWriter(XmlNaming.RestXml, "");
        xml.Start("Error");
        xml.Text("Code", fault.Code);
        xml.Text("Message", fault.Message);
        xml.Text("Resource", Uri.UnescapeDataString(request.RawPath));
        xml.Text("RequestId", requestId);
        xml.Text("HostId", requestId);
        return xml.ToBody();
    }
}
