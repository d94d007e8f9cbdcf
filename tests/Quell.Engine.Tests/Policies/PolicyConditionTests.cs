using Quell.Engine.Policies;

namespace Quell.Engine.Tests.Policies;

/// <summary>Cases after the IAM User Guide, "Condition operators" and "Set operators for multivalued context keys".</summary>
public sealed class PolicyConditionTests
{
    private static readonly PolicyContext Known = new()
    {
        { "aws:username", "ann" },
        { "aws:PrincipalArn", "arn:aws:iam::111122223333:role/ops/deployer" },
        { "aws:SourceIp", "203.0.113.9" },
        { "aws:CurrentTime", "2026-05-04T12:00:00Z" },
        { "aws:EpochTime", "1777896000" },
        { "aws:SecureTransport", "true" },
        { "aws:TagKeys", "team", "cost" },
        { "aws:RequestTag/team", "net" },
        { "aws:PrincipalTag/team", "net" },
        { "s3:max-keys", "50" },
        { "key:Bytes", "AAEC" },
    };

    [Theory]
    [InlineData("""{"StringEquals":{"aws:username":"ann"}}""", true)]
    [InlineData("""{"StringEquals":{"AWS:UserName":["bob","ann"]}}""", true)]
    [InlineData("""{"StringEquals":{"aws:username":"Ann"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:username":"a*"}}""", false)]
    [InlineData("""{"StringNotEquals":{"aws:username":["bob","ann"]}}""", false)]
    [InlineData("""{"StringNotEquals":{"aws:nothing":"ann"}}""", true)]
    [InlineData("""{"StringEqualsIgnoreCase":{"aws:username":"ANN"}}""", true)]
    [InlineData("""{"StringNotEqualsIgnoreCase":{"aws:username":"ANN"}}""", false)]
    [InlineData("""{"StringLike":{"aws:username":"a?n"}}""", true)]
    [InlineData("""{"StringNotLike":{"aws:username":"a*"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:RequestTag/team":"${aws:PrincipalTag/team}"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:RequestTag/team":"${aws:PrincipalTag/none}"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:RequestTag/team":"${aws:PrincipalTag/none, 'net'}"}}""", true)]
    [InlineData("""{"StringNotEquals":{"aws:RequestTag/team":"${aws:PrincipalTag/none}"}}""", true)]
    [InlineData("""{"NumericLessThanEquals":{"s3:max-keys":"50"}}""", true)]
    [InlineData("""{"NumericLessThan":{"s3:max-keys":50}}""", false)]
    [InlineData("""{"NumericGreaterThan":{"s3:max-keys":"9"}}""", true)]
    [InlineData("""{"NumericNotEquals":{"s3:max-keys":"50.0"}}""", false)]
    [InlineData("""{"NumericEquals":{"aws:username":"5"}}""", false)]
    [InlineData("""{"DateGreaterThan":{"aws:CurrentTime":"2026-05-04T11:59:59Z"}}""", true)]
    [InlineData("""{"DateLessThan":{"aws:CurrentTime":"2026-05-04T14:00:00+02:00"}}""", false)]
    [InlineData("""{"DateLessThanEquals":{"aws:CurrentTime":"2026-05-04T14:00:00+02:00"}}""", true)]
    [InlineData("""{"DateGreaterThanEquals":{"aws:CurrentTime":"2026"}}""", true)]
    [InlineData("""{"DateEquals":{"aws:EpochTime":"2026-05-04T12:00:00Z"}}""", true)]
    [InlineData("""{"DateLessThan":{"aws:TokenIssueTime":"2030-01-01T00:00:00Z"}}""", false)]
    [InlineData("""{"Bool":{"aws:SecureTransport":true}}""", true)]
    [InlineData("""{"Bool":{"aws:SecureTransport":"False"}}""", false)]
    [InlineData("""{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}""", true)]
    [InlineData("""{"Bool":{"aws:MultiFactorAuthPresent":"false"}}""", false)]
    [InlineData("""{"BinaryEquals":{"key:Bytes":"AAEC"}}""", true)]
    [InlineData("""{"BinaryEquals":{"key:Bytes":"AAED"}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", true)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"203.0.113.7/24"}}""", true)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.9"]}}""", true)]
    [InlineData("""{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}""", false)]
    [InlineData("""{"IpAddress":{"aws:SourceIp":"2001:db8::/32"}}""", false)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/ops/*"}}""", true)]
    [InlineData("""{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}""", true)]
    [InlineData("""{"ArnLike":{"aws:PrincipalArn":"arn:aws:*:role/ops/deployer"}}""", false)]
    [InlineData("""{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::999999999999:*"}}""", true)]
    [InlineData("""{"Null":{"aws:TokenIssueTime":"true","aws:username":false}}""", true)]
    [InlineData("""{"Null":{"aws:username":"true"}}""", false)]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost","env"]}}""", true)]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}""", false)]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:nothing":["team"]}}""", true)]
    [InlineData("""{"ForAnyValue:StringEquals":{"aws:TagKeys":["cost","env"]}}""", true)]
    [InlineData("""{"ForAnyValue:StringEquals":{"aws:nothing":["team"]}}""", false)]
    [InlineData("""{"ForAnyValue:StringNotEquals":{"aws:TagKeys":["cost"]}}""", true)]
    [InlineData("""{"ForAllValues:StringNotLike":{"aws:TagKeys":["c*"]}}""", false)]
    [InlineData("""{"StringEquals":{"aws:username":"ann"},"Bool":{"aws:SecureTransport":"false"}}""", false)]
    public void Says_what_the_operator_says(string condition, bool holds) =>
        Ask($$$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}""")
            .ShouldBe(holds ? PolicyVerdict.Allowed : PolicyVerdict.Silent);

    [Theory]
    [InlineData("2012-10-17", "arn:aws:s3:::homes/${aws:username}/*", "Allowed")]
    [InlineData("2008-10-17", "arn:aws:s3:::homes/${aws:username}/*", "Silent")]
    [InlineData("2012-10-17", "arn:aws:s3:::homes/${aws:userid}/*", "Silent")]
    [InlineData("2012-10-17", "arn:aws:s3:::homes/${aws:userid, 'ann'}/*", "Allowed")]
    [InlineData("2012-10-17", "arn:aws:s3:::homes/ann${*}", "Silent")]
    [InlineData("2012-10-17", "arn:aws:s3:::homes/${aws:TagKeys}/*", "Silent")]
    public void Puts_variables_into_resources_where_the_version_knows_them(string version, string resource, string verdict) =>
        Ask($$$"""{"Version":"{{{version}}}","Statement":{"Effect":"Allow","Action":"*","Resource":"{{{resource}}}"}}""").ToString().ShouldBe(verdict);

    [Fact]
    public void Takes_a_star_in_a_variables_value_for_itself()
    {
        var policy = PolicyDocument.Parse("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"homes/${aws:username}"}}""")!;

        var request = new PolicyRequest(new("111122223333", []), "s3:GetObject", "homes/bob") { Context = new() { { "aws:username", "*" } } };

        policy.Evaluate(request).ShouldBe(PolicyVerdict.Silent);
        policy.Evaluate(request with { Resource = "homes/*" }).ShouldBe(PolicyVerdict.Allowed);
    }

    private static PolicyVerdict Ask(string policy) => PolicyDocument.Parse(policy).ShouldNotBeNull().Evaluate(
        new PolicyRequest(new("111122223333", ["arn:aws:iam::111122223333:user/ann"]), "s3:GetObject", "arn:aws:s3:::homes/ann/file") { Context = Known });
}
