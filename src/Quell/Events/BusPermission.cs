using System.Text;
using System.Text.Json;
using Quell.Aws.Calls;
using Quell.Engine.Policies;
using Quell.Sandbox.Identities;

namespace Quell.Events;

/// <summary>
/// Whether a bus's resource policy lets someone of another account put events on it (user guide, "Permissions for event buses
/// in Amazon EventBridge"). Quell has no organizations: <c>aws:PrincipalOrgID</c> is not known of any caller, so a statement
/// that asks for it lets nobody in.
/// </summary>
internal static class BusPermission
{
    public const string Action = "events:PutEvents";

    /// <param name="policy">The bus's policy; null where it has none.</param>
    /// <param name="facts">What is known of the event: <see cref="Facts"/>.</param>
    public static bool Allows(string? policy, Principal caller, string busArn, IEnumerable<KeyValuePair<string, string>> facts)
    {
        var context = new PolicyContext
        {
            { "events:eventBusInvocation", "false" },
            { "aws:PrincipalAccount", caller.Account },
            { "aws:PrincipalArn", caller.Arn },
        };
        foreach (var (key, value) in facts)
        {
            context.Add(key, value);
        }

        var request = new PolicyRequest(PolicyCallers.Of(caller), Action, busArn) { Context = context };
        return PolicyDocument.Stored(policy)?.Evaluate(request) == PolicyVerdict.Allowed;
    }

    /// <summary>The condition keys of an event (user guide, "Using IAM policy conditions in Amazon EventBridge").</summary>
    public static IEnumerable<KeyValuePair<string, string>> Facts(ReadOnlySpan<byte> source, ReadOnlySpan<byte> detailType) =>
    [
        new("events:source", Encoding.UTF8.GetString(source)),
        new("events:detail-type", Encoding.UTF8.GetString(detailType)),
    ];

    /// <summary>The same of an envelope.</summary>
    public static IReadOnlyDictionary<string, string> FactsOf(ReadOnlySpan<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope, new JsonReaderOptions { MaxDepth = 1_100 });
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (facts.Count < 2 && reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.ValueTextEquals("source"u8) ? "events:source"
                    : reader.ValueTextEquals("detail-type"u8) ? "events:detail-type" : null;
                reader.Read();
                if (name is not null && reader.TokenType == JsonTokenType.String)
                {
                    facts[name] = reader.GetString() ?? "";
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return facts;
    }
}
