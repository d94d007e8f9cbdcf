using Quell.Engine.Json;

namespace Quell.Tests.Parameters;

/// <summary>Systems Manager User Guide, "Assigning parameter policies in Parameter Store".</summary>
public sealed class ParameterPoliciesTests
{
    private const string Expiration = """{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2026-02-01T00:00:00.000Z"}}""";
    private const string Notification = """{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"5","Unit":"Days"}}""";
    private const string NoChange = """{"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"36","Unit":"Hours"}}""";

    private readonly SsmHouse _house = new();

    [Fact]
    public void A_parameter_is_announced_to_expire_and_expires()
    {
        Put($"[{Expiration},{Notification}]");
        _house.Call("DescribeParameters").Array("Parameters").Objects.Single().Array("Policies").Objects.Select(policy => (policy.String("PolicyType"), policy.String("PolicyStatus")))
            .ShouldBe([("Expiration", "Pending"), ("ExpirationNotification", "Pending")]);

        _house.FireTimers(At("2026-01-26T23:59:59Z"));
        _house.Events.Count.ShouldBe(1);
        _house.FireTimers(At("2026-01-27T00:00:00Z"));
        _house.Events[^1].DetailType.ShouldBe("Parameter Store Policy Action");
        _house.Events[^1].Detail.ToString().ShouldBe(JsonObject.Of(
            ("parameter-name", "p"), ("parameter-type", "String"), ("policy-type", "ExpirationNotification"), ("policy-content", Notification), ("action-status", "SUCCESS")).ToString());
        _house.Call("DescribeParameters").Array("Parameters").Objects.Single().Array("Policies").Objects.Last().String("PolicyStatus").ShouldBe("Finished");

        _house.FireTimers(At("2026-02-01T00:00:00Z"));
        _house.Refused("GetParameter", ("Name", "p")).Code.ShouldBe("ParameterNotFound");
        _house.Events.Skip(2).Select(emitted => emitted.Detail.String("policy-type") ?? emitted.Detail.String("operation")).ShouldBe(["Expiration", "Delete"]);
    }

    [Fact]
    public void That_nothing_changed_is_told_once_after_each_change()
    {
        Put($"[{NoChange}]");
        _house.FireTimers(At("2026-01-10T00:00:00Z"));
        Told().ShouldBe(1);

        _house.Put("p", "b");
        _house.FireTimers(At("2026-01-20T00:00:00Z"));
        Told().ShouldBe(2);
    }

    [Fact]
    public void A_change_puts_off_what_tells_of_none()
    {
        Put($"[{NoChange}]");
        _house.Put("p", "b");
        _house.FireTimers(At("2026-01-10T00:00:00Z"));

        Told().ShouldBe(1);
    }

    [Fact]
    public void Policies_stay_until_they_are_replaced_or_taken_away()
    {
        Put($"[{Expiration}]");
        _house.Put("p", "b");
        _house.Call("DescribeParameters").Array("Parameters").Objects.Single().Array("Policies").Count.ShouldBe(1);

        Put("[{}]");
        _house.Call("DescribeParameters").Array("Parameters").Objects.Single().Array("Policies").Count.ShouldBe(0);
        _house.FireTimers(At("2027-01-01T00:00:00Z"));
        _house.Call("GetParameter", ("Name", "p")).Object("Parameter")!.Long("Version").ShouldBe(3);
    }

    [Theory]
    [InlineData($"[{Expiration},{Expiration}]", "IncompatiblePolicyException")]
    [InlineData($"[{Notification}]", "IncompatiblePolicyException")]
    [InlineData("""[{"Type":"Other"}]""", "InvalidPolicyTypeException")]
    [InlineData("""[{"Type":"Expiration","Attributes":{"Timestamp":"2025-01-01T00:00:00Z"}}]""", "InvalidPolicyAttributeException")]
    [InlineData("""[{"Type":"Expiration","Attributes":{"Timestamp":"soon"}}]""", "InvalidPolicyAttributeException")]
    [InlineData("""[{"Type":"NoChangeNotification","Attributes":{"After":"1","Unit":"Weeks"}}]""", "InvalidPolicyAttributeException")]
    [InlineData("nonsense", "InvalidPolicyAttributeException")]
    public void Policies_that_cannot_be_are_refused(string policies, string code) =>
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Type", "String"), ("Tier", "Advanced"), ("Policies", policies)).Code.ShouldBe(code);

    [Fact]
    public void Policies_need_the_advanced_tier()
    {
        _house.Refused("PutParameter", ("Name", "p"), ("Value", "a"), ("Type", "String"), ("Policies", $"[{Expiration}]")).Message.ShouldContain("advanced-parameter tier");
        _house.Put("q", "a", ("Tier", "Intelligent-Tiering"), ("Policies", $"[{Expiration}]")).String("Tier").ShouldBe("Advanced");
    }

    private void Put(string policies) => _house.Put("p", "a", ("Tier", "Advanced"), ("Policies", policies));

    private int Told() => _house.Events.Count(emitted => emitted.DetailType == "Parameter Store Policy Action");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
