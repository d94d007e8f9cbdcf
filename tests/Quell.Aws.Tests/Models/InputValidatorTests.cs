using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Tests.Models;

public sealed class InputValidatorTests
{
    [Theory]
    [InlineData("events", "PutRule", "{}", "ValidationException", "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null")]
    [InlineData("events", "PutRule", """{"Name":"a b"}""", "ValidationException", @"1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+")]
    [InlineData("iam", "CreateRole", """{"RoleName":"r"}""", "ValidationError", "1 validation error detected: Value null at 'assumeRolePolicyDocument' failed to satisfy constraint: Member must not be null")]
    [InlineData("ec2", "CreateSubnet", "{}", "MissingParameter", "The request must contain the parameter VpcId.")]
    public void Names_what_is_wrong_in_the_services_own_words(string service, string operation, string input, string code, string message)
    {
        var model = ServiceCatalog.Default.Get(service);
        var fault = Should.Throw<AwsException>(() =>
            InputValidator.Check(model, model.Find(operation).ShouldNotBeNull(), (JsonObject)JsonValue.Parse(input)));
        fault.Code.ShouldBe(code);
        fault.Message.ShouldBe(message);
    }

    [Fact]
    public void Names_every_broken_constraint_at_once()
    {
        var model = ServiceCatalog.Default.Get("events");
        var fault = Should.Throw<AwsException>(() => InputValidator.Check(
            model, model.Find("PutTargets").ShouldNotBeNull(), (JsonObject)JsonValue.Parse("""{"Rule":"r","Targets":[{"Id":""}]}""")));
        fault.Message.ShouldStartWith("3 validation errors detected: Value '' at 'targets.1.member.id' failed to satisfy constraint: Member must have length greater than or equal to 1; ");
        fault.Message.ShouldEndWith("Value null at 'targets.1.member.arn' failed to satisfy constraint: Member must not be null");
    }

    [Fact]
    public void Repeats_no_list_of_a_connections_parameters_in_which_a_secret_may_be()
    {
        var entries = JsonArray.From(Enumerable.Repeat((JsonValue)JsonObject.Of(("Key", "k"), ("Value", "s3cret"), ("IsValueSecret", true)), 101));
        var model = ServiceCatalog.Default.Get("events");
        var fault = Should.Throw<AwsException>(() => InputValidator.Check(model, model.Find("UpdateConnection").ShouldNotBeNull(), JsonObject.Of(
            ("Name", "c"), ("AuthParameters", JsonObject.Of(("InvocationHttpParameters", JsonObject.Of(("HeaderParameters", entries))))))));
        fault.Message.ShouldBe(
            "1 validation error detected: Value '***Sensitive Data Redacted***' at 'authParameters.invocationHttpParameters.headerParameters' failed to satisfy constraint: Member must have length less than or equal to 100");
    }

    [Fact]
    public void Lets_right_input_pass()
    {
        var model = ServiceCatalog.Default.Get("ec2");
        Should.NotThrow(() => InputValidator.Check(
            model, model.Find("CreateVpc").ShouldNotBeNull(), (JsonObject)JsonValue.Parse("""{"CidrBlock":"10.0.0.0/16"}""")));
    }
}
