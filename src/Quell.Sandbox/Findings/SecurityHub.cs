using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Findings;

/// <summary>Whether an account takes findings in a region (Security Hub User Guide, "Enabling Security Hub CSPM").</summary>
internal static class SecurityHub
{
    private const string ResourceType = "securityhub:hub";
    private const string Id = "default";
    private const string TagsMember = "Tags";
    private const string ResourceMember = "ResourceArn";

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
            ("ControlFindingGenerator", context.Input["ControlFindingGenerator"] ?? "SECURITY_CONTROL"),
            (TagsMember, context.Input[TagsMember])));
        return JsonObject.Empty;
    }

    public static JsonObject DescribeHub(OperationContext context)
    {
        var hub = Required(context);
        return (context.Input.Has("HubArn") ? Named(context, "HubArn") : hub).Without(TagsMember);
    }

    public static JsonObject TagResource(OperationContext context) =>
        SetTags(context, (Named(context, ResourceMember).Object(TagsMember) ?? JsonObject.Empty).Merge(context.Input.Object(TagsMember) ?? JsonObject.Empty));

    public static JsonObject UntagResource(OperationContext context) => SetTags(context, context.Input.Array("TagKeys").Strings.Aggregate(
        Named(context, ResourceMember).Object(TagsMember) ?? JsonObject.Empty, (tags, key) => tags.Without(key)));

    public static JsonObject ListTagsForResource(OperationContext context) =>
        JsonObject.Of((TagsMember, Named(context, ResourceMember)[TagsMember] ?? JsonObject.Empty));

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

    private static JsonObject SetTags(OperationContext context, JsonObject tags)
    {
        context.State.Put(context.Scope, ResourceType, Id, Required(context).With(TagsMember, tags));
        return JsonObject.Empty;
    }

    /// <summary>The hub, when it is the one that the call names.</summary>
    private static JsonObject Named(OperationContext context, string member)
    {
        var (hub, arn) = (Required(context), context.Input.String(member));
        return arn == hub.String("HubArn") ? hub : throw new AwsException("ResourceNotFoundException", $"Hub {arn} not found", 404);
    }

    private static JsonObject? Find(OperationContext context) => context.State.Get(context.Scope, ResourceType, Id);
}
