using System.Globalization;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>Writes a call down as CloudTrail does (CloudTrail User Guide, "CloudTrail record contents").</summary>
internal static class TrailRecord
{
    private const string EventVersion = "1.11";

    /// <summary>The record of a call that was answered or refused.</summary>
    /// <param name="service">The model of the service that was called.</param>
    /// <param name="operation">The model of the operation.</param>
    /// <param name="call">The call.</param>
    /// <param name="result">The answer; null where the call was refused.</param>
    /// <param name="error">Why it was refused; null where it was not.</param>
    /// <param name="resources">What the operation named as touched.</param>
    /// <param name="eventId">The record's own id, a UUID.</param>
    public static JsonObject Render(
        ServiceModel service,
        OperationModel operation,
        Call call,
        CallResult? result,
        AwsException? error,
        IReadOnlyList<TrailResource> resources,
        string eventId)
    {
        var isRead = CallKind.IsRead(service.Name, operation);
        var isData = TrailCategory.IsData(service.Name, operation);
        var form = TrailForm.Of(service);
        return JsonObject.Of(
            ("eventVersion", EventVersion),
            ("userIdentity", call.Principal.ToUserIdentity()),
            ("eventTime", call.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("eventSource", TrailNames.SourceOf(service) + ".amazonaws.com"),
            ("eventName", TrailNames.EventNameOf(service.Name, operation.Name)),
            ("awsRegion", TrailNames.RegionOf(call)),
            ("sourceIPAddress", call.Principal.InvokedBy ?? call.SourceIp),
            ("userAgent", call.Principal.InvokedBy ?? call.UserAgent),
            ("errorCode", error is null ? null : (JsonValue)form.ErrorCode(error)),
            ("errorMessage", string.IsNullOrEmpty(error?.Message) ? null : (JsonValue)error.Message),
            ("requestParameters", HidesRequest(service, error) ? JsonValue.Null : form.Request(operation, call) ?? JsonValue.Null),
            ("responseElements", isRead && !ShowsResponse(call) || result is null
                ? JsonValue.Null
                : form.Response(operation, call, result.Output) ?? JsonValue.Null),
            ("additionalEventData", form.Additional(call)),
            ("requestID", call.RequestId),
            ("eventID", eventId),
            ("readOnly", isRead),
            ("resources", resources.Count == 0 ? null : JsonArray.From(resources.Select(Resource))),
            ("eventType", "AwsApiCall"),
            ("apiVersion", service.Name is "logs" or "route53" ? (JsonValue)service.ApiVersion.Replace("-", "", StringComparison.Ordinal) : null),
            ("managementEvent", !isData),
            ("recipientAccountId", call.Scope.Account),
            ("eventCategory", isData ? "Data" : "Management"));
    }

    /// <summary>The keys that AssumeRole hands out are in its record although the call counts as read-only.</summary>
    private static bool ShowsResponse(Call call) =>
        call.Service == "sts" && call.Operation is not ("GetCallerIdentity" or "DecodeAuthorizationMessage" or "GetAccessKeyInfo");

    /// <summary>A call that authorization or throttling stops is recorded before its parameters are read.</summary>
    private static bool HidesRequest(ServiceModel service, AwsException? error) =>
        service.Name is not ("ec2" or "s3")
        && error?.Code is "AccessDenied" or "AccessDeniedException" or "Throttling" or "ThrottlingException";

    private static JsonObject Resource(TrailResource resource) => JsonObject.Of(
        ("accountId", resource.Account),
        ("type", resource.Type.Length == 0 ? null : (JsonValue)resource.Type),
        ("ARN", resource.Arn));
}
