using Quell.Engine.Policies;

namespace Quell.Engine.Tests.Policies;

/// <summary>Cases after the IAM User Guide ("Policy evaluation logic", "Condition operators") and the EventBridge user guide ("Using resource-based policies").</summary>
public sealed class ResourcePolicyCasesTests
{
    private const string Rule = "arn:aws:events:us-east-1:123456789012:rule/r";
    private const string Queue = "arn:aws:sqs:us-east-1:123456789012:q";

    private static readonly PolicyContext Context = new() { { "aws:SourceArn", Rule }, { "aws:SourceAccount", "123456789012" } };

    public static TheoryData<string, string> Statements => new()
    {
        { """{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:q"}""", "Allowed" },
        { """{"Effect":"Allow","Principal":{"Service":["sns.amazonaws.com","events.amazonaws.com"]},"Action":["sqs:Get*","SQS:Send*"],"Resource":"*"}""", "Allowed" },
        { """{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:*","Resource":"*"}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""", "Allowed" },
        { """{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sqs:SendMessage","Resource":"*"}""", "Allowed" },
        { """{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sqs:SendMessage","Resource":"*"}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:ReceiveMessage","Resource":"*"}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","NotAction":"sqs:ReceiveMessage","Resource":"*"}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:123456789012:other"}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:1234567890?2:q"}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:us-east-1:123456789012:rule/r"}}}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:events:*:*:rule/*"}}}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:events:*"}}}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"StringEquals":{"aws:SourceAccount":["1","123456789012"]}}}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"StringNotEquals":{"aws:SourceAccount":"123456789012"}}}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}""", "Silent" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"StringEqualsIfExists":{"AWS:SourceOwner":"123456789012"}}}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"Null":{"AWS:SourceOwner":"true"}}}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"ForAnyValue:StringLike":{"aws:SourceAccount":"1234*"}}}""", "Allowed" },
        { """{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Condition":{"SomethingNew":{"aws:SourceAccount":"1"}}}""", "Silent" },
        { """{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}""", "Denied" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public void Answers_for_one_statement(string statement, string answer) => Ask("""{"Statement":STATEMENT}""".Replace("STATEMENT", statement)).ToString().ShouldBe(answer);

    [Fact]
    public void Lets_a_statement_that_denies_beat_one_that_allows() => Ask(
        """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage"},{"Effect":"Allow","Principal":"*","Action":"*"}]}""").ShouldBe(PolicyVerdict.Denied);

    [Theory]
    [InlineData("111122223333", true)]
    [InlineData("arn:aws:iam::111122223333:root", true)]
    [InlineData("arn:aws:iam::111122223333:user/ann", true)]
    [InlineData("arn:aws:iam::111122223333:user/bob", false)]
    [InlineData("arn:aws:iam::999999999999:root", false)]
    public void Takes_an_account_for_all_of_its_identities(string principal, bool isAllowed)
    {
        var policy = PolicyDocument.Parse("""{"Statement":{"Effect":"Allow","Principal":{"AWS":"PRINCIPAL"},"Action":"*"}}""".Replace("PRINCIPAL", principal)).ShouldNotBeNull();

        var answer = policy.Evaluate(new(new PolicyCaller("111122223333", ["arn:aws:iam::111122223333:user/ann"]), "events:PutEvents", Queue));

        answer.ShouldBe(isAllowed ? PolicyVerdict.Allowed : PolicyVerdict.Silent);
    }

    private static PolicyVerdict Ask(string policy) => PolicyDocument.Parse(policy).ShouldNotBeNull().Evaluate(
        new PolicyRequest(PolicyCaller.OfService("events.amazonaws.com"), "sqs:SendMessage", Queue) { Context = Context });
}
