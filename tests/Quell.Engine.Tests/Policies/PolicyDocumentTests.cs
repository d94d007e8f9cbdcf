using Quell.Engine.Policies;

namespace Quell.Engine.Tests.Policies;

public sealed class PolicyDocumentTests
{
    private static readonly PolicyCaller Alice = new("111111111111", ["arn:aws:iam::111111111111:user/alice"]);

    [Theory]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "arn:aws:s3:::logs/*"}""", "Allowed")]
    [InlineData("""{"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "S3:getobject", "Resource": "*"}""", "Allowed")]
    [InlineData("""{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111111111111:root"]}, "Action": ["s3:PutObject", "s3:*"], "Resource": "*"}""", "Allowed")]
    [InlineData("""{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111111111111:user/bob"}, "Action": "*", "Resource": "*"}""", "Silent")]
    [InlineData("""{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "*", "Resource": "*"}""", "Silent")]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "NotAction": "s3:Get*", "Resource": "*"}""", "Silent")]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::other/*"}""", "Silent")]
    [InlineData("""{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111111111111:user/bob"}, "Action": "*", "Resource": "*"}""", "Denied")]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"AWS:SourceAccount": ["2", "1"]}}}""", "Allowed")]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:SourceArn": "arn:*:rule/*"}}}""", "Silent")]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"ArnLikeIfExists": {"aws:SourceArn": "arn:*:rule/*"}}}""", "Allowed")]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"SomethingNew": {"aws:CurrentTime": "2000"}}}""", "Silent")]
    [InlineData("""{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"SomethingNew": {"aws:CurrentTime": "2000"}}}""", "Denied")]
    public void Says_what_the_statement_says(string statement, string verdict)
    {
        var request = new PolicyRequest(Alice, "s3:GetObject", "arn:aws:s3:::logs/2026/a")
        {
            Context = new() { { "aws:SourceAccount", "1" } },
        };

        PolicyDocument.Parse($$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}""")!.Evaluate(request).ToString().ShouldBe(verdict);
    }

    [Fact]
    public void A_statement_that_denies_wins()
    {
        var policy = PolicyDocument.Parse("""
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
                           {"Effect": "Deny", "Principal": "*", "Action": "s3:Delete*", "Resource": "*"}]}
            """)!;

        policy.Evaluate(new(Alice, "s3:GetObject", "x")).ShouldBe(PolicyVerdict.Allowed);
        policy.Evaluate(new(Alice, "s3:DeleteObject", "x")).ShouldBe(PolicyVerdict.Denied);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement": ["x"]}""")]
    public void What_has_no_statements_is_no_policy(string text) => PolicyDocument.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abcd", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("A", "a", false)]
    public void Patterns_know_stars_and_question_marks(string pattern, string value, bool matches) =>
        PolicyPattern.Of(pattern).Matches(value).ShouldBe(matches);
}
