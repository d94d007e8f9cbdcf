using System.Security.Cryptography;
using System.Text;
using Quell.Aws.Calls;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>The session of a role that an execution's calls are made in; a function's is named after the function, as on AWS.</summary>
internal static class ExecutionRole
{
    public static Principal Session(ResourceSet state, Function function, DateTimeOffset now) =>
        Session(state, function.Role, function.Name.Name, function.Scope, now);

    /// <summary>A session of any role.</summary>
    /// <param name="scope">Where the role is taken to be, if its ARN does not say.</param>
    public static Principal Session(ResourceSet state, string roleArn, string sessionName, Scope scope, DateTimeOffset now)
    {
        var account = Arn.TryParse(roleArn, out var arn) ? arn.Account : scope.Account;
        var name = roleArn[(roleArn.LastIndexOf('/') + 1)..];
        var role = state.Get(new(new(account, Scope.GlobalRegion), "iam:role", name));
        // A role of an account that is not simulated here has an id that nobody here knows.
        var roleId = role?.String("RoleId") ?? "AROA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(roleArn)))[..17];
        return new()
        {
            Type = "AssumedRole",
            PrincipalId = $"{roleId}:{sessionName}",
            Arn = new Arn(scope.Partition, "sts", "", account, $"assumed-role/{name}/{sessionName}").ToString(),
            Account = account,
            Session = new(roleId, roleArn, name, now),
        };
    }
}
