using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Scopes;

namespace Quell.Parameters;

/// <summary>
/// What every account has without having put it: AWS's public parameters that name its latest images (Systems Manager User Guide,
/// "Calling AMI public parameters"), as far as they are known here, and the version of the CDK's bootstrap stack, which templates
/// that <c>cdk synth</c> writes ask for (CDK Developer Guide, "Customize AWS CDK bootstrapping").
/// </summary>
internal static class PublicParameters
{
    private const string Since = "2024-01-01T00:00:00Z";
    private const string Bootstrap = "/cdk-bootstrap/hnb659fds/version";

    private static readonly string[] Images =
    [
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64",
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64",
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64",
        "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-x86_64",
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-arm64-gp2",
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-ebs",
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-arm64-gp2",
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-x86_64-gp2",
        "/aws/service/ami-windows-latest/Windows_Server-2019-English-Full-Base",
        "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
        "/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-Base",
        "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
        "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
    ];

    /// <summary>Null where there is none of that name.</summary>
    public static JsonObject? Find(Scope scope, string name) =>
        name == Bootstrap ? Parameter(scope, name, "21", "text")
        : Array.Exists(Images, image => image == name) ? Image(scope, name)
        : null;

    /// <summary>AWS's own; they are listed by path and by no other listing.</summary>
    public static IEnumerable<JsonObject> List(Scope scope) => Images.Select(name => Image(scope, name));

    /// <summary>An image's id is another one in each region, and always the same there.</summary>
    private static JsonObject Image(Scope scope, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Region} {name}"));
        return Parameter(scope with { Account = "" }, name, $"ami-{Convert.ToHexStringLower(hash)[..17]}", "aws:ec2:image");
    }

    private static JsonObject Parameter(Scope scope, string name, string value, string dataType) => JsonObject.Of(
        ("Name", name), ("Type", "String"), ("Value", value), ("Version", 1), ("LastModifiedDate", Since),
        ("ARN", ParameterName.ArnOf(scope, name)), ("DataType", dataType), ("Tier", "Standard"));
}
