using System.Security.Cryptography;
using System.Text;
using Quell.Aws.Calls;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Functions;

/// <summary>The session of a function's role that its calls are made in, named after the function as on AWS.</summary>
internal static class ExecutionRole
{
    public static Principal Session(ResourceSet state, Function function, DateTimeOffset now)
    {
        var account = Arn.TryParse(function.Role, out var arn) ? arn.Account : function.Scope.Account;
        var name = function.Role[(function.Role.LastIndexOf('/') + 1)..];
        var role = state.Get(new(new(account, Scope.GlobalRegion), "iam:role", name));
        // A role of an account that is not simulated here has an id that nobody here knows.
        var roleId = role?.String("RoleId") ?? "AROA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(function.Role)))[..17];
        return new()
        {
            Type = "AssumedRole",
            PrincipalId = $"{roleId}:{function.Name.Name}",
            Arn = new Arn(function.Scope.Partition, "sts", "", account, $"assumed-role/{name}/{function.Name.Name}").ToString(),
            Account = account,
            Session = new(roleId, function.Role, name, now),
        };
    }
}
