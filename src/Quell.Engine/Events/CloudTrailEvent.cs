using System.Globalization;
using Quell.Engine.Json;

namespace Quell.Engine.Events;

/// <summary>
/// Turns CloudTrail records into events as EventBridge does (EventBridge user guide, "AWS service events delivered via AWS
/// CloudTrail" and "Receiving read-only management events from AWS services"; CloudTrail user guide, "CloudTrail record contents").
/// </summary>
internal static class CloudTrailEvent
{
    /// <summary>The event of a record; null where the record lacks what an event needs.</summary>
    /// <param name="record">The record, which becomes the event's detail as it is.</param>
    /// <param name="id">The event's id; a new one, not the record's eventID.</param>
    public static EventEnvelope? From(JsonObject record, string id)
    {
        if (record.String("eventSource") is not { Length: > 0 } eventSource
            || !DateTimeOffset.TryParse(
                record.String("eventTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        return new EventEnvelope
        {
            Id = id,
            Source = SourceOf(eventSource),
            DetailType = DetailTypeOf(record.String("eventType")),
            Account = AccountOf(record),
            Region = record.String("awsRegion") ?? "",
            Time = time,
            Detail = record,
        };
    }

    /// <summary><c>aws.</c> and the first label of the service's host: <c>ec2.amazonaws.com</c> gives <c>aws.ec2</c>.</summary>
    public static string SourceOf(string eventSource)
    {
        var dot = eventSource.IndexOf('.', StringComparison.Ordinal);
        return $"aws.{(dot < 0 ? eventSource : eventSource[..dot])}";
    }

    public static string DetailTypeOf(string? eventType) => eventType switch
    {
        "AwsServiceEvent" => "AWS Service Event via CloudTrail",
        "AwsConsoleSignIn" => "AWS Console Sign In via CloudTrail",
        "AwsConsoleAction" => "AWS Console Action via CloudTrail",
        "AwsCloudTrailInsight" => "AWS Insight via CloudTrail",
        _ => "AWS API Call via CloudTrail",
    };

    /// <summary>
    /// Whether the event reaches only rules in state <c>ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS</c>: a read-only management
    /// call whose name begins with Describe, Get or List. Calls that only read under other names reach every enabled rule, and so
    /// do <c>GetFederationToken</c> and <c>GetSessionToken</c>, which change something.
    /// </summary>
    public static bool NeedsAllManagementEvents(JsonObject record)
    {
        var isManagement = record.Bool("managementEvent") ?? record.String("eventCategory") is null or "Management";
        return isManagement
            && record.String("eventType") is null or "AwsApiCall"
            && record.Bool("readOnly") != false
            && record.String("eventName") is { } name
            && name is not ("GetFederationToken" or "GetSessionToken")
            && (StartsWith(name, "Describe") || StartsWith(name, "Get") || StartsWith(name, "List"));
    }

    private static bool StartsWith(string name, string verb) => name.StartsWith(verb, StringComparison.Ordinal);

    private static string AccountOf(JsonObject record) =>
        record.String("recipientAccountId") ?? record.Object("userIdentity")?.String("accountId") ?? "";
}
