using System.Globalization;
using System.Net;
using Quell.Aws.Calls;
using Quell.Engine.Policies;

namespace Quell.Aws.Permissions;

/// <summary>
/// The condition keys that every call has (IAM User Guide, "AWS global condition context keys"). A key that cannot be known here
/// is left out.
/// </summary>
internal static class CallContext
{
    private const string Stacks = "cloudformation.amazonaws.com";

    public static PolicyContext Of(Call call)
    {
        var principal = call.Principal;
        var context = new PolicyContext
        {
            { "aws:PrincipalArn", principal.Session?.RoleArn ?? principal.Arn },
            { "aws:PrincipalAccount", principal.Account },
            { "aws:PrincipalType", TypeOf(principal) },
            { "aws:PrincipalIsAWSService", principal.Type == "AWSService" ? "true" : "false" },
            { "aws:userid", principal.PrincipalId },
            { "aws:RequestedRegion", call.Scope.Region },
            { "aws:CurrentTime", call.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
            { "aws:EpochTime", call.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },

            // Loopback without TLS counts as secure: what policies mean by the key is that nobody listens in between.
            { "aws:SecureTransport", "true" },
            { "aws:UserAgent", call.UserAgent },
        };
        context.AddIfKnown("aws:username", principal.UserName);
        AddSession(context, principal);
        AddOrigin(context, call);
        return context;
    }

    private static void AddSession(PolicyContext context, Principal principal)
    {
        if (principal.Session is { } session)
        {
            context.Add("aws:TokenIssueTime", session.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            context.Add("aws:MultiFactorAuthPresent", "false");
        }
    }

    // What a service does in a caller's name has no address of its own.
    private static void AddOrigin(PolicyContext context, Call call)
    {
        var viaService = call.Principal.InvokedBy == Stacks && call.Principal.Type != "AWSService";
        context.Add("aws:ViaAWSService", viaService ? "true" : "false");
        if (viaService)
        {
            context.Add("aws:CalledVia", Stacks);
            context.Add("aws:CalledViaFirst", Stacks);
            context.Add("aws:CalledViaLast", Stacks);
        }
        else if (IPAddress.TryParse(call.SourceIp, out _))
        {
            context.Add("aws:SourceIp", call.SourceIp);
        }
    }

    private static string TypeOf(Principal principal) => principal.Type switch
    {
        "IAMUser" => "User",
        "AssumedRole" => "AssumedRole",
        "Root" => "Account",
        _ => principal.Type,
    };
}
