using System.Security.Cryptography;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Timer = Quell.Aws.Operations.Timer;

namespace Quell.Sandbox.Ec2;

/// <summary>
/// Idempotency: a call that repeats another's client token and parameters gets that one's answer and does nothing
/// (EC2 API Reference, "Ensuring idempotency"). Tokens are remembered for a day.
/// </summary>
internal static class ClientTokens
{
    private const string Type = "ec2:client-token";
    private const string Expiry = "ec2:client-token-expiry";

    public static OperationTable AddClientTokens(this OperationTable table) => table.AddTimer(Expiry, Forget);

    public static JsonObject Once(Ec2Region ec2, string operation, JsonObject input, Ec2Handler handler)
    {
        if (input.String("ClientToken") is not { Length: > 0 } token)
        {
            return handler(ec2, input);
        }

        var id = $"{operation}/{token}";
        var parameters = Convert.ToHexStringLower(SHA256.HashData(JsonWriting.ToCanonicalUtf8(input)));
        if (ec2.Transaction.State.Get(ec2.Scope, Type, id) is { } earlier)
        {
            return earlier.String("Parameters") == parameters
                ? earlier.Object("Output") ?? JsonObject.Empty
                : throw new AwsException(
                    "IdempotentParameterMismatch",
                    "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).");
        }

        var output = handler(ec2, input);
        ec2.Transaction.State.Put(
            ec2.Scope, Type, id, JsonObject.Of(("Parameters", parameters), ("Output", output)));
        ec2.Transaction.After(TimeSpan.FromDays(1), ec2.Scope, Expiry, JsonObject.Of(("Id", id)));
        return output;
    }

    private static void Forget(Transaction transaction, Timer timer) =>
        transaction.State.Delete(timer.Key.Scope, Type, timer.Data.Text("Id"));
}
