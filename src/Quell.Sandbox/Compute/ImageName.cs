using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>Names of images: each one once in an account and region.</summary>
internal static partial class ImageName
{
    public static string Check(Ec2Region ec2, string name)
    {
        if (!Form().IsMatch(name))
        {
            throw new AwsException(
                "InvalidAMIName.Malformed",
                "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'");
        }

        return ec2.In(Ec2Kinds.Image, "Name", name).FirstOrDefault() is { } other
            ? throw new AwsException("InvalidAMIName.Duplicate", $"AMI name {name} is already in use by AMI {other.String("ImageId")}")
            : name;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9()\[\] ./\-'@_]{3,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
