using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Engine.Policies;

namespace Quell.Sandbox.SecretsManager;

/// <summary>A secret's resource policy: kept and shown. Whoever evaluates policies asks for it by <see cref="Secret.PolicyMember"/>.</summary>
internal static class SecretPolicies
{
    public static JsonObject GetResourcePolicy(OperationContext context)
    {
        var secret = Secret.Get(context);
        return secret.Named.With("ResourcePolicy", secret.Value[Secret.PolicyMember]);
    }

    public static JsonObject PutResourcePolicy(OperationContext context)
    {
        var secret = Secret.Living(context);
        var text = context.Input.String("ResourcePolicy") ?? "";
        var policy = PolicyDocument.Parse(text)
            ?? throw new AwsException("MalformedPolicyDocumentException", "This resource policy contains a syntax error.");
        if (context.Input.Bool("BlockPublicPolicy") is true && policy.Statements.Any(statement => statement.IsPublic))
        {
            throw new AwsException("PublicPolicyException", "You can't grant broad access to a secret with the BlockPublicPolicy option.");
        }

        secret.Put(context.State, secret.Value.With(Secret.PolicyMember, text));
        return secret.Named;
    }

    public static JsonObject DeleteResourcePolicy(OperationContext context)
    {
        var secret = Secret.Get(context);
        secret.Put(context.State, secret.Value.Without(Secret.PolicyMember));
        return secret.Named;
    }
}
