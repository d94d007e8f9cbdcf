using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>Whether an account takes findings in a region (Security Hub User Guide, "Enabling Security Hub CSPM").</summary>
internal static class SecurityHub
{
    private const string ResourceType = "securityhub:hub";
    private const string Id = "default";

    public static JsonObject EnableSecurityHub(OperationContext context)
    {
        if (Find(context) is not null)
        {
            throw new AwsException("ResourceConflictException", "Account is already subscribed to Security Hub", 409);
        }

        context.State.Put(context.Scope, ResourceType, Id, JsonObject.Of(
            ("HubArn", context.Scope.Arn("securityhub", "hub/default").ToString()),
            ("SubscribedAt", context.NowText),
            ("AutoEnableControls", true),
            ("ControlFindingGenerator", context.Input["ControlFindingGenerator"] ?? "SECURITY_CONTROL")));
        return JsonObject.Empty;
    }

    public static JsonObject DescribeHub(OperationContext context)
    {
        var hub = Required(context);
        return context.Input.String("HubArn") is { } arn && arn != hub.String("HubArn")
            ? throw new AwsException("ResourceNotFoundException", $"Hub {arn} not found", 404)
            : hub;
    }

    /// <summary>The findings go with it.</summary>
    public static JsonObject DisableSecurityHub(OperationContext context)
    {
        Required(context);
        foreach (var finding in context.State.List(context.Scope, Finding.ResourceType).ToList())
        {
            context.State.Delete(context.Scope, Finding.ResourceType, Finding.KeyOf(finding));
        }

        context.State.Delete(context.Scope, ResourceType, Id);
        return JsonObject.Empty;
    }

    /// <summary>The hub; every other call is refused without one.</summary>
    public static JsonObject Required(OperationContext context) => Find(context) ?? throw new AwsException(
        "InvalidAccessException", $"Account {context.Scope.Account} is not subscribed to AWS Security Hub", 401);

    public static AwsException InvalidInput(string message) => new("InvalidInputException", message);

    private static JsonObject? Find(OperationContext context) => context.State.Get(context.Scope, ResourceType, Id);
}
