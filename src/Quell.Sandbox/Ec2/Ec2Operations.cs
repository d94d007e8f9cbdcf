using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Network;

namespace Quell.Sandbox.Ec2;

/// <summary>An EC2 operation: a step of one account's EC2 in one region. Fails by <see cref="AwsException"/>.</summary>
internal delegate JsonObject Ec2Handler(Ec2Region ec2, JsonObject input);

/// <summary>How EC2 operations are registered, and what all of them have in common.</summary>
internal static class Ec2Operations
{
    /// <summary>Adds an operation together with the members that it reads; any other member is refused, not ignored.</summary>
    /// <param name="members">Names separated by spaces.</param>
    public static OperationTable AddEc2(this OperationTable table, string operation, string members, Ec2Handler handler)
    {
        var known = members.Split(' ').Append("DryRun").ToHashSet();
        return table.Add("ec2", operation, context => Run(context, known, handler));
    }

    /// <summary>Adds a describe call over one kind.</summary>
    public static OperationTable AddEc2(this OperationTable table, string operation, Listing listing) =>
        table.AddEc2(operation, $"{listing.FilterMember} MaxResults NextToken {listing.Ids}", listing.Describe);

    private static JsonObject Run(OperationContext context, HashSet<string> known, Ec2Handler handler)
    {
        foreach (var (name, value) in context.Input)
        {
            if (!known.Contains(name) && !SaysNothing(value))
            {
                throw new AwsException(
                    "UnsupportedOperation", $"The simulated account does not support the parameter {name} of {context.Call.Operation}.");
            }
        }

        var ec2 = new Ec2Region(
            context.Transaction, context.Scope, context.Transaction.Ids, context.Call.Principal.InvokedBy, context.Call.RequestId);
        DefaultNetwork.Ensure(ec2);
        var output = ClientTokens.Once(ec2, context.Call.Operation, context.Input, handler);

        // The refusal drops what the handler did: a dry run that would have failed has failed by now with its own error.
        return context.Input.Bool("DryRun") == true
            ? throw new AwsException("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
            : output;
    }

    /// <summary>Clients send a parameter's "off" as well as leaving it out.</summary>
    private static bool SaysNothing(JsonValue value) => value switch
    {
        JsonBoolean boolean => !boolean.Value,
        JsonArray array => array.Count == 0,
        JsonString text => text.Value.Length == 0,
        JsonObject parent => parent.All(member => SaysNothing(member.Value)),
        JsonNull => true,
        _ => false,
    };
}
