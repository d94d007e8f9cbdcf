using Quell.Engine.Json;
using Quell.Engine.Policies;

namespace Quell.Sandbox.Identities;

/// <summary>Policy documents as IAM takes and shows them.</summary>
internal static class PolicyText
{
    /// <summary>Refuses a text that is no policy for an identity.</summary>
    public static string CheckedPermissions(string text)
    {
        foreach (var statement in Statements(text))
        {
            if (statement.Has("Principal") || statement.Has("NotPrincipal"))
            {
                throw IdentityErrors.MalformedPolicy("Policy document should not specify a principal.");
            }

            if (!statement.Has("Resource") && !statement.Has("NotResource"))
            {
                throw IdentityErrors.MalformedPolicy("Policy statement must contain resources.");
            }
        }

        return text;
    }

    /// <summary>Refuses a text that is no trust policy of a role.</summary>
    public static string CheckedTrust(string text)
    {
        foreach (var statement in Statements(text))
        {
            if (statement.Has("Resource") || statement.Has("NotResource"))
            {
                throw IdentityErrors.MalformedPolicy("Has prohibited field Resource");
            }

            if (!statement.Has("Principal") && !statement.Has("NotPrincipal"))
            {
                throw IdentityErrors.MalformedPolicy("Missing required field Principal");
            }
        }

        return text;
    }

    /// <summary>As IAM answers with it: percent-encoded (RFC 3986); clients decode it.</summary>
    public static string Encoded(string text) => Uri.EscapeDataString(text);

    private static IEnumerable<JsonObject> Statements(string text)
    {
        var policy = PolicyDocument.From(Parse(text)) ?? throw IdentityErrors.MalformedPolicy("Syntax errors in policy.");
        foreach (var statement in policy.Statements.Select(statement => statement.Source))
        {
            if (statement.String("Effect") is not ("Allow" or "Deny"))
            {
                throw IdentityErrors.MalformedPolicy("Syntax errors in policy.");
            }

            if (!statement.Has("Action") && !statement.Has("NotAction"))
            {
                throw IdentityErrors.MalformedPolicy("Policy statement must contain actions.");
            }
        }

        return policy.Statements.Select(statement => statement.Source);
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonValue.Parse(text) as JsonObject ?? throw IdentityErrors.MalformedPolicy("Syntax errors in policy.");
        }
        catch (JsonSyntaxException)
        {
            throw IdentityErrors.MalformedPolicy("This policy contains invalid Json");
        }
    }
}
