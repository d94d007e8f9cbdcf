using System.Collections.Immutable;
using Quell.Engine.Scopes;

namespace Quell.Engine.Templates.Evaluation;

/// <summary>
/// The world that a template is evaluated in. What is not given is unknown there, and a template that asks for it gets an
/// error.
/// </summary>
/// <param name="Scope">The stack's account and region.</param>
/// <param name="StackName">What <c>AWS::StackName</c> is.</param>
/// <param name="StackId">The stack's ARN.</param>
internal sealed record TemplateEnvironment(Scope Scope, string StackName, string StackId)
{
    public ImmutableArray<string> NotificationArns { get; init; } = [];

    /// <summary>The value of an SSM parameter by its name; a StringList with commas; null where there is none.</summary>
    public Func<string, string?> SsmParameter { get; init; } = _ => null;

    /// <summary>What another stack exports under a name; null where none does.</summary>
    public Func<string, string?> Export { get; init; } = _ => null;

    /// <summary>The availability zones of a region: three of them where nobody says otherwise.</summary>
    public Func<string, IReadOnlyList<string>> AvailabilityZones { get; init; } = region => [region + "a", region + "b", region + "c"];

    /// <summary>Whether a value of an AWS-specific parameter type exists in the account (type, value); nothing is checked by default.</summary>
    public Func<string, string, bool> ValueExists { get; init; } = (_, _) => true;

    /// <summary>All values of an AWS-specific parameter type, for <c>Fn::RefAll</c>; null where that is not known.</summary>
    public Func<string, IReadOnlyList<string>?> ValuesOfType { get; init; } = _ => null;

    /// <summary>An attribute of a value of an AWS-specific parameter type (type, value, attribute), for <c>Fn::ValueOf</c>; null where unknown.</summary>
    public Func<string, string, string, string?> AttributeOfValue { get; init; } = (_, _, _) => null;

    /// <summary>The value of a dynamic reference; null where there is none.</summary>
    public Func<DynamicReference, string?> Resolve { get; init; } = _ => null;

    /// <summary>The domain of AWS's endpoints in the region.</summary>
    public string UrlSuffix => Scope.Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/// <summary>A <c>{{resolve:service:reference}}</c> (User Guide, "Get values stored in other services using dynamic references").</summary>
/// <param name="Service"><c>ssm</c>, <c>ssm-secure</c> or <c>secretsmanager</c>.</param>
/// <param name="Reference">All that follows the service, as written: <c>/app/ami:3</c>.</param>
internal sealed record DynamicReference(string Service, string Reference);
