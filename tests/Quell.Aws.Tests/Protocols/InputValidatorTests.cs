using Quell.Aws.Models;
using Quell.Aws.Protocols;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Protocols;

public sealed class InputValidatorTests
{
    [Theory]
    [InlineData("events", "PutRule", """{"Name":"fine-1"}""", null)]
    [InlineData("events", "PutRule", """{}""", "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null")]
    [InlineData(
        "events", "PutRule", """{"Name":"not fine"}""",
        "1 validation error detected: Value 'not fine' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+")]
    [InlineData(
        "events", "PutRule", """{"Name":"a","State":"MAYBE"}""",
        "1 validation error detected: Value 'MAYBE' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]")]
    [InlineData(
        "events", "PutEvents", """{"Entries":[]}""",
        "1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData(
        "events", "ListRules", """{"Limit":101}""",
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100")]
    [InlineData(
        "events", "PutTargets", """{"Rule":"r","Targets":[{"Id":"1"}]}""",
        "1 validation error detected: Value null at 'targets.1.member.arn' failed to satisfy constraint: Member must not be null")]
    [InlineData("s3", "PutObject", """{"Bucket":"b","Key":"k"}""", null)]
    public void Inputs_are_held_against_their_model(string service, string operation, string input, string? message)
    {
        var model = ServiceCatalog.Default.Get(service).Find(operation).ShouldNotBeNull();
        InputValidator.Check(model, (JsonObject)JsonValue.Parse(input), checksEnums: true).ShouldBe(message);
    }

    [Fact]
    public void Unknown_enum_values_pass_where_the_service_checks_them_itself()
    {
        var model = ServiceCatalog.Default.Get("ec2").Find("RunInstances").ShouldNotBeNull();
        InputValidator.Check(model, JsonObject.Of(("MinCount", 1), ("MaxCount", 1), ("InstanceType", "z9.tiny"))).ShouldBeNull();
    }
}
