using Quell.Logs;

namespace Quell.Tests.Logs;

/// <summary>CloudWatch Logs User Guide, "Filter pattern syntax for metric filters": unstructured log events.</summary>
public sealed class LogFilterTests
{
    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("ERROR", "[ERROR] 400 BAD REQUEST", true)]
    [InlineData("ERROR", "[error] 400", false)]
    [InlineData("ERROR ARGUMENTS", "[ERROR] 419 MISSING ARGUMENTS", true)]
    [InlineData("ERROR ARGUMENTS", "[ERROR] 400 BAD REQUEST", false)]
    [InlineData("?ERROR ?ARGUMENTS", "[ERROR] 401 UNAUTHORIZED", true)]
    [InlineData("?ERROR ?WARN", "[INFO] fine", false)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "[ERROR 500] INTERNAL SERVER ERROR", true)]
    [InlineData("\"INTERNAL SERVER ERROR\"", "INTERNAL ERROR SERVER", false)]
    [InlineData("ERROR -ARGUMENTS", "[ERROR] 419 MISSING ARGUMENTS", false)]
    [InlineData("ERROR -ARGUMENTS", "[ERROR] 401 UNAUTHORIZED", true)]
    [InlineData("\"say \\\"x\\\"\"", "say \"x\" now", true)]
    public void Matches_plain_terms(string pattern, string message, bool expected) => LogFilter.Parse(pattern).Matches(message).ShouldBe(expected);

    [Theory]
    [InlineData("{ $.level = \"ERROR\" }")]
    [InlineData("[ip, user]")]
    [InlineData("%regex%")]
    [InlineData("\"open")]
    [InlineData("-")]
    public void Refuses_what_it_cannot_match(string pattern) =>
        Should.Throw<Aws.AwsException>(() => LogFilter.Parse(pattern)).Code.ShouldBe("InvalidParameterException");
}
