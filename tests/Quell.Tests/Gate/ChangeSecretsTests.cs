using Quell.Engine.Json;
using Quell.Gate;

namespace Quell.Tests.Gate;

public sealed class ChangeSecretsTests
{
    [Theory]
    [InlineData("iam", """{"AccessKey":{"AccessKeyId":"AKIA1","SecretAccessKey":"s3cret"}}""", """{"AccessKey":{"AccessKeyId":"AKIA1","SecretAccessKey":"HIDDEN_DUE_TO_SECURITY_REASONS"}}""")]
    [InlineData("lambda", """{"FunctionName":"f","Code":{"ZipFile":"UEsDB"}}""", """{"FunctionName":"f","Code":{"ZipFile":"HIDDEN_DUE_TO_SECURITY_REASONS"}}""")]
    [InlineData("rds", """{"Items":[{"MasterUserPassword":"s3cret","Size":1}]}""", """{"Items":[{"MasterUserPassword":"HIDDEN_DUE_TO_SECURITY_REASONS","Size":1}]}""")]
    [InlineData("ec2", """{"KeyName":"k","KeyMaterial":"s3cret"}""", """{"KeyName":"k","KeyMaterial":"HIDDEN_DUE_TO_SECURITY_REASONS"}""")]
    [InlineData("ec2", """{"VpnConnection":{"CustomerGatewayConfiguration":"s3cret","Options":{"TunnelOptions":[{"PreSharedKey":"s3cret","TunnelInsideCidr":"169.254.9.0/30"}]}}}""", """{"VpnConnection":{"CustomerGatewayConfiguration":"HIDDEN_DUE_TO_SECURITY_REASONS","Options":{"TunnelOptions":[{"PreSharedKey":"HIDDEN_DUE_TO_SECURITY_REASONS","TunnelInsideCidr":"169.254.9.0/30"}]}}}""")]
    [InlineData("sns", """{"Message":"all is well"}""", """{"Message":"all is well"}""")]
    [InlineData("sns", """{"Message":"open http://127.0.0.1:4600/approvals/apr-1-2?for=a&signature=0af1 now"}""", """{"Message":"open http://127.0.0.1:4600/approvals/apr-1-2?for=a&signature=HIDDEN_DUE_TO_SECURITY_REASONS now"}""")]
    [InlineData("ssm", """{"Name":"p","Value":"s3cret","Type":"SecureString","Tags":[{"Key":"k","Value":"v"}]}""", """{"Name":"p","Value":"HIDDEN_DUE_TO_SECURITY_REASONS","Type":"SecureString","Tags":[{"Key":"k","Value":"v"}]}""")]
    [InlineData("ssm", """{"Name":"p","Value":"s3cret","Overwrite":true}""", """{"Name":"p","Value":"HIDDEN_DUE_TO_SECURITY_REASONS","Overwrite":true}""")]
    [InlineData("ssm", """{"Name":"p","Value":"shown","Type":"String"}""", """{"Name":"p","Value":"shown","Type":"String"}""")]
    public void Hides_secrets_and_code_and_shows_the_rest(string service, string value, string shown) =>
        ChangeSecrets.Hide(service, (JsonObject)JsonValue.Parse(value)).ToString().ShouldBe(shown);
}
