using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Quell.Engine.Json;
using Quell.Engine.Permissions;
using Quell.Engine.Policies;

namespace Quell.Engine.Tests.Permissions;

public sealed class AccessPropertyTests
{
    private static readonly PolicyRequest Request = new(new("111122223333", ["arn:aws:iam::111122223333:user/ann"]), "ec2:StopInstances", "arn:aws:ec2:us-east-1:111122223333:instance/i-1")
    {
        Context = new() { { "aws:username", "ann" } },
    };

    private static readonly JsonObject DenyAll = JsonObject.Of(("Effect", "Deny"), ("Action", "*"), ("Resource", "*"));

    private static readonly Gen<JsonObject> Statements =
        from effect in Gen.Elements("Allow", "Deny")
        from not in Gen.Elements("", "Not")
        from action in Gen.Elements("*", "ec2:*", "EC2:stop*", "ec2:StopInstances", "s3:*", "ec2:?topInstances")
        from resource in Gen.Elements("*", "arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:instance/i-1", "arn:aws:ec2:*:*:volume/*", "${aws:username}*")
        from key in Gen.Elements("aws:username", "aws:other")
        from operation in Gen.Elements("StringEquals", "StringNotLike", "StringEqualsIfExists", "Null", "ForAllValues:StringLike", "Unknown")
        from hasCondition in Gen.Elements(true, false)
        select JsonObject.Of(
            ("Effect", effect),
            (not + "Action", action),
            ("Resource", resource),
            ("Condition", hasCondition ? JsonObject.Of((operation, JsonObject.Of((key, "ann")))) : null));

    private static readonly Gen<JsonObject[]> Lists = Statements.ArrayOf();

    [Fact]
    public void A_deny_always_wins() => Prop.ForAll(Lists.ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (statements, at) =>
        !Decide([.. statements.Take(at), DenyAll, .. statements.Skip(at)]).IsAllowed).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_allow_never_takes_a_permission_away() => Prop.ForAll(Lists.ToArbitrary(), Statements.ToArbitrary(), (statements, added) =>
        !Decide(statements).IsAllowed || added.String("Effect") == "Deny" || Decide([.. statements, added]).IsAllowed).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_statements_says_nothing() => Prop.ForAll(Lists.ToArbitrary(), statements =>
        Decide(statements) == Decide([.. statements.Reverse()])).QuickCheckThrowOnFailure();

    [Fact]
    public void A_boundary_never_adds_a_permission() => Prop.ForAll(Lists.ToArbitrary(), Lists.ToArbitrary(), (statements, boundary) =>
        !Decide(statements, boundary).IsAllowed || Decide(statements).IsAllowed).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_text_is_a_policy_or_none() => Prop.ForAll<string>(text =>
    {
        PolicyDocument.Parse(text ?? "")?.Evaluate(Request);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Statements_of_any_json_are_read_and_asked() => Prop.ForAll(Pieces().ArrayOf().ToArbitrary(), pieces =>
    {
        var statement = JsonObject.From(pieces.Select(piece => KeyValuePair.Create(piece.Name, piece.Value)));
        PolicyDocument.From(JsonObject.Of(("Version", "2012-10-17"), ("Statement", statement)))?.Evaluate(Request);
        return true;
    }).QuickCheckThrowOnFailure();

    private static Gen<(string Name, JsonValue Value)> Pieces() =>
        from name in Gen.Elements("Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")
        from value in Gen.Elements<JsonValue>(
            JsonValue.Null, 1, "x", "${", "${}", "${a,'", "arn:*", JsonArray.Empty, JsonObject.Empty,
            JsonObject.Of(("AWS", 1), ("Service", JsonArray.From(["*"]))),
            JsonObject.Of(("IpAddress", JsonObject.Of(("aws:username", "no/address"))), ("NumericEquals", JsonObject.Of(("aws:username", JsonValue.Null)))),
            JsonObject.Of(("DateEquals", "x"), (":", JsonObject.Of(("", JsonArray.From(["a"])))), ("IfExists", JsonObject.Of(("aws:username", "x")))))
        select (name, value);

    private static AccessDecision Decide(IEnumerable<JsonObject> statements, IEnumerable<JsonObject>? boundary = null) => AccessEvaluator.Decide(
        new(ImmutableArray.Create(Policy(statements))) { Boundary = boundary is null ? null : Policy(boundary) }, Request, ResourceSide.Silent);

    private static PolicyDocument Policy(IEnumerable<JsonObject> statements) =>
        PolicyDocument.From(JsonObject.Of(("Version", "2012-10-17"), ("Statement", JsonArray.From(statements)))).ShouldNotBeNull();
}
