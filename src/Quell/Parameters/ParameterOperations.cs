using Quell.Aws.Operations;
using Quell.Secrets;

namespace Quell.Parameters;

/// <summary>The operations of Systems Manager on parameters.</summary>
internal static class ParameterOperations
{
    private const string Service = "ssm";

    public static OperationTable AddParameters(this OperationTable table, SecretBox secrets)
    {
        var seal = new ParameterSeal(secrets);
        var reading = new ParameterReading(seal);
        return table
            .Add(Service, "PutParameter", new ParameterWriting(seal).PutParameter)
            .Add(Service, "GetParameter", reading.GetParameter)
            .Add(Service, "GetParameters", reading.GetParameters)
            .Add(Service, "GetParametersByPath", reading.GetParametersByPath)
            .Add(Service, "GetParameterHistory", reading.GetParameterHistory)
            .Add(Service, "DescribeParameters", ParameterListing.DescribeParameters)
            .Add(Service, "DeleteParameter", ParameterDeletion.DeleteParameter)
            .Add(Service, "DeleteParameters", ParameterDeletion.DeleteParameters)
            .Add(Service, "LabelParameterVersion", ParameterLabels.LabelParameterVersion)
            .Add(Service, "UnlabelParameterVersion", ParameterLabels.UnlabelParameterVersion)
            .AddTimer(ParameterPolicyTimers.Kind, ParameterPolicyTimers.Fire);
    }
}
