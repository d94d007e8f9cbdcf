namespace Quell.Engine.Runbooks.Checking;

/// <summary>What AWS's services can be called for. The engine has no service models; whoever has them hands this in.</summary>
/// <param name="Services">Every service's name, as boto3 has it.</param>
/// <param name="Find">The service of a name as it is written in a runbook; null where there is none.</param>
internal sealed record ApiCatalog(IReadOnlyCollection<string> Services, Func<string, ApiService?> Find);

/// <param name="Name">As boto3 has it: <c>elbv2</c>.</param>
/// <param name="Operations">Every operation's name: <c>DescribeInstances</c>.</param>
/// <param name="Find">The operation of a name in either spelling, <c>DescribeInstances</c> or <c>describe_instances</c>; null where there is none.</param>
internal sealed record ApiService(string Name, IReadOnlyCollection<string> Operations, Func<string, ApiOperation?> Find);

/// <param name="Name">As the API reference has it.</param>
/// <param name="Permissions">The IAM actions that a caller may need: <c>ec2:DescribeInstances</c>.</param>
/// <param name="Streams">Whether its request or answer is a stream, which Automation does not support ("aws:executeAwsApi").</param>
internal sealed record ApiOperation(string Name, IReadOnlyList<string> Permissions, ApiShape.Structure Input, ApiShape.Structure Output, bool Streams);

/// <summary>A type of a service's model. Types may contain themselves, so members are asked for.</summary>
internal abstract record ApiShape
{
    private ApiShape()
    {
    }

    /// <param name="Name">Tells it from other structures.</param>
    /// <param name="Members">Their names.</param>
    /// <param name="Required">The names of those that have to be there.</param>
    /// <param name="Find">The type of a member; null where there is none.</param>
    internal sealed record Structure(string Name, IReadOnlyCollection<string> Members, IReadOnlyCollection<string> Required, Func<string, ApiShape?> Find) : ApiShape;

    internal sealed record List(Func<ApiShape> Item) : ApiShape;

    /// <summary>A map of texts to values.</summary>
    internal sealed record Map(Func<ApiShape> Value) : ApiShape;

    /// <summary>Also times and bytes, which are written as text.</summary>
    internal sealed record Text : ApiShape;

    internal sealed record Number(bool IsWhole) : ApiShape;

    internal sealed record Boolean : ApiShape;

    /// <summary>Free-form JSON: anything may be in it.</summary>
    internal sealed record Other : ApiShape;
}
