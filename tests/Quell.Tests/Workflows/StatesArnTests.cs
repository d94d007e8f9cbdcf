using Quell.Engine.Scopes;
using Quell.Workflows;

namespace Quell.Tests.Workflows;

public sealed class StatesArnTests
{
    private const string Prefix = "arn:aws:states:eu-west-1:123456789012:";
    private static readonly Scope Scope = new("123456789012", "eu-west-1");

    private static readonly (string Text, StatesArn Arn)[] Kinds =
    [
        ("stateMachine:block", new StatesArn.StateMachine(Scope, "block")),
        ("stateMachine:block:7", new StatesArn.StateMachine(Scope, "block").WithVersion(7)),
        ("stateMachine:block:live", new StatesArn.StateMachine(Scope, "block").WithAlias("live")),
        ("stateMachine:block/Each", new StatesArn.StateMachine(Scope, "block", Label: "Each")),
        ("execution:block:first", new StatesArn.Execution(Scope, "block", "first")),
        ("execution:block/Each:3f", new StatesArn.Execution(Scope, "block", "3f", "Each")),
        ("express:block:first:3f", new StatesArn.Express(Scope, "block", "first", "3f")),
        ("express:block/Each:first:3f", new StatesArn.Express(Scope, "block", "first", "3f", "Each")),
        ("mapRun:block/Each:3f", new StatesArn.MapRun(Scope, "block", "Each", "3f")),
        ("activity:ask", new StatesArn.Activity(Scope, "ask")),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Kinds.Length)];

    [Theory]
    [MemberData(nameof(Each))]
    public void Every_kind_is_read_and_written(int which)
    {
        var (text, expected) = Kinds[which];

        StatesArn.TryParse(Prefix + text, out var arn).ShouldBeTrue();

        arn.ShouldBe(expected);
        arn!.ToString().ShouldBe(Prefix + text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("block")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:stateMachine:block")]
    [InlineData("arn:aws-cn:states:eu-west-1:123456789012:stateMachine:block")]
    [InlineData("arn:aws:states::123456789012:stateMachine:block")]
    [InlineData("arn:aws:states:eu-west-1:12345678901x:stateMachine:block")]
    [InlineData("arn:aws:states:eu-west-1:1234:stateMachine:block")]
    [InlineData(Prefix + "stateMachine")]
    [InlineData(Prefix + "stateMachine:")]
    [InlineData(Prefix + "stateMachine:a b")]
    [InlineData(Prefix + "stateMachine:block:")]
    [InlineData(Prefix + "stateMachine:block:live:more")]
    [InlineData(Prefix + "stateMachine:block/Each/More")]
    [InlineData(Prefix + "stateMachine:block/")]
    [InlineData(Prefix + "stateMachine:block/Each:1")]
    [InlineData(Prefix + "execution:block")]
    [InlineData(Prefix + "express:block:first")]
    [InlineData(Prefix + "mapRun:block:3f")]
    [InlineData(Prefix + "activity:ask:again")]
    [InlineData(Prefix + "machine:block")]
    public void Anything_else_is_none(string? text) => StatesArn.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Whatever_is_read_is_written_as_it_was()
    {
        const string Letters = "aZ09-_.:/ *é\t";
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new System.Text.StringBuilder(Prefix + Kinds[random.Next(Kinds.Length)].Text);
            for (var change = random.Next(3); change >= 0; change--)
            {
                var place = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(place, 1),
                    1 => text.Insert(place, Letters[random.Next(Letters.Length)]),
                    _ => text.Replace(text[place], Letters[random.Next(Letters.Length)], place, 1),
                };
            }

            if (StatesArn.TryParse(text.ToString(), out var arn))
            {
                arn.ToString().ShouldBe(text.ToString());
            }
        }
    }

    [Fact]
    public void A_number_names_a_version_and_anything_else_an_alias()
    {
        var machine = new StatesArn.StateMachine(Scope, "block");

        machine.Version.ShouldBeNull();
        (machine with { Qualifier = "12" }).Version.ShouldBe(12);
        (machine with { Qualifier = "v12" }).Version.ShouldBeNull();
        (machine with { Qualifier = "-1" }).Version.ShouldBeNull();
        machine.WithAlias("live").Unqualified.ShouldBe(machine);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("A-b_c.9+='()!@", true)]
    [InlineData("größe", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a:b", false)]
    [InlineData("a/b", false)]
    [InlineData("a*b", false)]
    [InlineData("a{b", false)]
    [InlineData("a~b", false)]
    [InlineData("a😀b", false)]
    public void A_name_has_no_spaces_control_characters_brackets_and_wildcards(string name, bool isValid) => WorkflowName.IsValid(name).ShouldBe(isValid);

    [Fact]
    public void A_name_has_eighty_characters_at_most()
    {
        WorkflowName.IsValid(new string('a', 80)).ShouldBeTrue();
        WorkflowName.IsValid(new string('a', 81)).ShouldBeFalse();
    }
}
