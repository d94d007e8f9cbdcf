using Quell.Engine.Scopes;
using Quell.Mail;

namespace Quell.Topics;

/// <summary>Which endpoints each protocol takes (SNS API reference, Subscribe).</summary>
internal static class SubscriptionEndpoint
{
    /// <exception cref="Aws.AwsException">The protocol is not served, or the endpoint is none of it.</exception>
    public static void Check(string protocol, string endpoint)
    {
        switch (protocol)
        {
            case "http" or "https":
                if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme != protocol || uri.Host.Length == 0)
                {
                    throw TopicErrors.Invalid("Endpoint must match the specified protocol");
                }

                break;
            case "email" or "email-json":
                CheckAddress(endpoint);
                break;
            case "sqs":
                CheckArn(endpoint, "sqs", "SQS endpoint ARN");
                break;
            case "lambda":
                CheckArn(endpoint, "lambda", "Lambda endpoint ARN");
                break;
            case "sms" or "application" or "firehose":
                throw TopicErrors.Unsupported($"the protocol {protocol}; it delivers to email, email-json, http, https, sqs and lambda");
            default:
                throw TopicErrors.Invalid($"Amazon SNS does not support this protocol string: {protocol}");
        }
    }

    /// <summary>Whether the endpoint has to confirm: all but queues and functions of the topic's own account.</summary>
    public static bool NeedsConfirmation(string protocol, string endpoint, Scope topic) =>
        protocol is not ("sqs" or "lambda") || !Arn.TryParse(endpoint, out var arn) || arn.Account != topic.Account;

    private static void CheckAddress(string endpoint)
    {
        try
        {
            _ = new MailAddress(endpoint);
        }
        catch (FormatException)
        {
            throw TopicErrors.Invalid("Email address");
        }
    }

    private static void CheckArn(string endpoint, string service, string what)
    {
        if (!Arn.TryParse(endpoint, out var arn) || arn.Service != service || arn.Account.Length != 12 || arn.Region.Length == 0)
        {
            throw TopicErrors.Invalid(what);
        }

        if (service == "sqs" && arn.Resource.EndsWith(".fifo", StringComparison.Ordinal))
        {
            throw TopicErrors.Invalid("Invalid Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
        }
    }
}
