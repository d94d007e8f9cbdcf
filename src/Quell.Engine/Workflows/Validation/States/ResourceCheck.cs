using System.Text.RegularExpressions;
using Quell.Engine.Json;
using Quell.Engine.Workflows.Validation.Fields;

namespace Quell.Engine.Workflows.Validation.States;

/// <summary>Checks what a Task does and for whom: its Resource, Credentials and times (developer guide, "Task workflow state").</summary>
internal static partial class ResourceCheck
{
    [GeneratedRegex("^arn:[^:]+:(?<service>[^:]*):(?<region>[^:]*):(?<account>[^:]*):(?<rest>.+)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Arn { get; }

    public static void Check(JsonValue value, Spot spot)
    {
        if (value is not JsonString text)
        {
            spot.Schema(Texts.Expected("STRING"));
            return;
        }

        var arn = Arn.Match(text.Value);
        if (!arn.Success)
        {
            spot.Schema("Value is not a valid resource ARN");
            return;
        }

        var (service, rest) = (arn.Groups["service"].Value, arn.Groups["rest"].Value);
        var isOwned = arn.Groups["account"].Length > 0;
        var isKnown = (service, isOwned) switch
        {
            ("states", false) => Integration(rest, spot),
            ("states", true) => Activity(rest, spot),
            ("lambda", true) => rest.StartsWith("function:", StringComparison.Ordinal),
            _ => false,
        };
        if (!isKnown)
        {
            spot.Schema($"The resource provided {text.Value} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.");
        }
    }

    /// <summary>Credentials name a role, in JSONPath perhaps by a path; of other fields AWS says nothing.</summary>
    public static void Credentials(JsonValue value, Spot spot)
    {
        if (value is not JsonObject credentials)
        {
            spot.Schema(Texts.Expected("OBJECT"));
        }
        else if (!credentials.Has("RoleArn") && (spot.IsJsonata || !credentials.Has("RoleArn.$")))
        {
            spot.Schema("The field 'RoleArn' is required but was missing");
        }
        else if (!spot.IsJsonata)
        {
            Payloads.Any(credentials, spot);
        }
    }

    /// <summary>What holds between the fields of a Task.</summary>
    public static void Between(JsonObject task, Spot spot)
    {
        if (task.Has("Credentials") && task.String("Resource") is { } resource && resource.Contains(":activity:", StringComparison.Ordinal))
        {
            spot.Schema("The field 'Credentials' is not supported for activities");
        }

        if (task["HeartbeatSeconds"] is JsonNumber heartbeat && task["TimeoutSeconds"] is JsonNumber timeout && heartbeat.CompareTo(timeout) >= 0)
        {
            spot.Member("HeartbeatSeconds").Schema("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'");
        }
    }

    private static bool Integration(string rest, Spot spot)
    {
        const string Token = ".waitForTaskToken";
        const string Sync = ".sync";
        var (action, pattern) = rest.EndsWith(Token, StringComparison.Ordinal) ? (rest[..^Token.Length], IntegrationPatterns.Token)
            : rest.EndsWith(Sync, StringComparison.Ordinal) ? (rest[..^Sync.Length], IntegrationPatterns.Sync)
            : rest.EndsWith(Sync + ":2", StringComparison.Ordinal) ? (rest[..^(Sync.Length + 2)], IntegrationPatterns.Sync2)
            : (rest, IntegrationPatterns.Response);
        if (spot.IsExpress && pattern != IntegrationPatterns.Response)
        {
            // The second space before the place is AWS's own.
            spot.Schema(pattern == IntegrationPatterns.Token
                ? $"Express state machine does not support '{Token}' service integration "
                : $"Express state machine does not support '{Sync}' service integration");
            return true;
        }

        return ServiceIntegrations.Has(action, pattern);
    }

    private static bool Activity(string rest, Spot spot)
    {
        if (!rest.StartsWith("activity:", StringComparison.Ordinal))
        {
            return false;
        }

        if (spot.IsExpress)
        {
            spot.Schema("Express state machine does not support Activity ARN");
        }

        return true;
    }
}
