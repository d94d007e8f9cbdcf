using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Identities.Credentials;

/// <summary>
/// Credentials that no user of the simulated account can have: listing them says so, so that what takes a user apart goes on
/// (AWS-owned runbooks that delete a user list them all).
/// </summary>
internal static class AbsentCredentials
{
    private const string Iam = "iam";

    public static OperationTable AddAbsentCredentials(this OperationTable table) => table
        .Nothing("ListSigningCertificates", "Certificates")
        .Nothing("ListSSHPublicKeys", "SSHPublicKeys")
        .Nothing("ListServiceSpecificCredentials", "ServiceSpecificCredentials");

    private static OperationTable Nothing(this OperationTable table, string operation, string member) => table.Add(
        Iam,
        operation,
        (OperationContext context) =>
        {
            AccessKeys.UserIn(context);
            return JsonObject.Of((member, JsonArray.Empty), ("IsTruncated", member == "ServiceSpecificCredentials" ? null : (JsonValue)false));
        });
}
