namespace Quell.Aws.Models;

/// <summary>
/// Operations that Quell has in a service of AWS and AWS's models have not: resources of Quell's own are made by them. They pass the
/// gate and stand in trail and changes as all others do. No client can call them: what comes over the wire, and what runbooks and
/// workflows name, is looked up in AWS's models alone.
/// </summary>
internal static class OwnOperations
{
    /// <summary>Makes a host a managed node; on AWS the agent calls it, with other parameters.</summary>
    public static OperationModel RegisterManagedInstance { get; } = Of(
        "RegisterManagedInstance", "InstanceId", "Host", "Port", "User", "Name", "PlatformType", "IdentityFile", "HostKey", "Tags");

    public static OperationModel? Find(string service, string operation) =>
        service == "ssm" && operation == RegisterManagedInstance.Name ? RegisterManagedInstance : null;

    private static OperationModel Of(string name, params ReadOnlySpan<string> members)
    {
        var text = new Shape.Text("String", default);
        return new()
        {
            Name = name,
            Method = "POST",
            RequestUri = "/",
            Input = new Shape.Structure(name + "Request") { Members = [.. members.ToArray().Select(member => new Member(member, text))] },
            Output = new Shape.Structure(name + "Result") { Members = [new Member("InstanceId", text)] },
        };
    }
}
