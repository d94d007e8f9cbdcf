using Quell.Engine.Scopes;

namespace Quell.Runbooks;

/// <summary>The ARN of an automation execution (Service Authorization Reference, "Resource types defined by AWS Systems Manager").</summary>
internal static class AutomationArn
{
    private const string Prefix = "automation-execution/";

    /// <param name="id">The execution's id, a UUID.</param>
    public static string Of(Scope scope, string id) => scope.Arn("ssm", Prefix + id).ToString();

    /// <summary>The ARN of a version of a document, as events name it.</summary>
    public static string Definition(Scope scope, string name, string version) => scope.Arn("ssm", $"automation-definition/{name}:{version}").ToString();

    /// <summary>The id in an execution's ARN.</summary>
    public static string Id(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
