using Quell.Documents;
using Quell.Engine.Scopes;
using Quell.Tests.Parameters;

namespace Quell.Tests.Documents;

public sealed class DocumentArnTests
{
    [Theory]
    [InlineData("Wait", "000000000000", "Wait", null)]
    [InlineData("Wait:3", "000000000000", "Wait", "3")]
    [InlineData("arn:aws:ssm:us-east-1:111111111111:document/Wait", "111111111111", "Wait", null)]
    [InlineData("arn:aws:ssm:us-east-1:111111111111:automation-definition/Wait:$DEFAULT", "111111111111", "Wait", "$DEFAULT")]
    [InlineData("arn:aws:ssm:us-east-1::document/AWS-RunShellScript", "", "AWS-RunShellScript", null)]
    public void A_document_is_named_by_its_name_or_ARN(string text, string account, string name, string? version) =>
        DocumentArn.Read(SsmHouse.Scope, text).ShouldBe(new(new Scope(account, "us-east-1"), name, version));

    [Theory]
    [InlineData("arn:aws:ssm:us-east-1:111111111111:parameter/p"), InlineData("arn:aws:sns:us-east-1:111111111111:document/p"), InlineData("arn:aws:ssm:us-east-1:111111111111:document/"), InlineData("arn:aws-cn:ssm:us-east-1:1:document/p")]
    public void Other_ARNs_name_no_document(string text) => DocumentArn.Read(SsmHouse.Scope, text).ShouldBeNull();
}
