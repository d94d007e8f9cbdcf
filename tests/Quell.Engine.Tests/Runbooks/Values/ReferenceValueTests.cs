using Quell.Engine.Runbooks;

namespace Quell.Engine.Tests.Runbooks.Values;

/// <summary>Systems Manager User Guide, "Automation system variables".</summary>
public sealed class ReferenceValueTests
{
    [Theory]
    [InlineData("{{ global:DATE }}", "2026-01-02")]
    [InlineData("{{ global:DATE_TIME }}", "2026-01-02_03.04.05")]
    [InlineData("{{global:REGION}}", "us-east-2")]
    [InlineData("{{ global:ACCOUNT_ID }}", "111122223333")]
    [InlineData("arn:{{ global:AWS_PARTITION }}:s3:::b", "arn:aws:s3:::b")]
    [InlineData("{{automation:EXECUTION_ID}}", "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE")]
    [InlineData("{{ global:NOTHING }}", "{{ global:NOTHING }}")]
    [InlineData("{{ RESOURCE_ID }}", "{{ RESOURCE_ID }}")]
    public void Has_system_variables(string text, string value)
    {
        var runbook = Runbook.Of("- {name: a, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, P: '" + text + "'}}");
        runbook.Work.Spec.Object("parameters")!.String("P").ShouldBe(value);
    }

    [Fact]
    public void Times_are_those_of_the_step()
    {
        var runbook = Runbook.Of("""
            - {name: nap, action: 'aws:sleep', inputs: {Duration: P1D}}
            - {name: a, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, P: '{{ global:DATE }}'}}
            """);
        runbook.Execution.Deadline.ShouldBe(runbook.Now.AddHours(12));
        runbook = new Runbook("""
            schemaVersion: '0.3'
            assumeRole: arn:aws:iam::111122223333:role/r
            mainSteps:
            - {name: nap, action: 'aws:sleep', inputs: {Duration: P1D}}
            - {name: a, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, P: '{{ global:DATE }}'}}
            """).Pass(TimeSpan.FromDays(1));
        runbook.Work.Spec.Object("parameters")!.String("P").ShouldBe("2026-01-03");
    }

    [Theory]
    [InlineData("{{ missing.Output }}", "{{ missing.Output }}", null)]
    [InlineData("{{ later.Output }}", null, "Failed to resolve input: later.Output. The step later has not run.")]
    [InlineData("{{ variable:v }}", null, "Failed to resolve input: variable:v. The variable v has no value.")]
    public void A_reference_to_nothing_yet_fails_the_step_and_one_to_nothing_at_all_is_text(string text, string? value, string? message)
    {
        var runbook = Runbook.Of("""
            - {name: a, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: X, P: '%'}}
            - {name: later, action: 'aws:sleep', inputs: {Duration: PT0S}}
            """.Replace("%", text, StringComparison.Ordinal));
        if (value is not null)
        {
            runbook.Work.Spec.Object("parameters")!.String("P").ShouldBe(value);
        }
        else
        {
            runbook.Message!.ShouldContain(message!);
        }
    }

    [Fact]
    public void The_role_may_be_a_parameter()
    {
        var document = Runbook.Read("""
            schemaVersion: '0.3'
            assumeRole: 'arn:{{ global:AWS_PARTITION }}:iam::{{ global:ACCOUNT_ID }}:role/{{ Name }}'
            parameters: {Name: {type: String}}
            mainSteps: [{name: a, action: 'aws:pause', inputs: {}}]
            """);
        AssumedRole.Of(document, Quell.Engine.Json.JsonObject.Of(("Name", "r")), Runbook.Identity).ShouldBe("arn:aws:iam::111122223333:role/r");
        var open = Runbook.Read("""
            schemaVersion: '0.3'
            assumeRole: '{{ Role }}'
            parameters: {Role: {type: String, default: ''}}
            mainSteps: [{name: a, action: 'aws:pause', inputs: {}}]
            """);
        AssumedRole.Of(open, Quell.Engine.Json.JsonObject.Of(("Role", "")), Runbook.Identity).ShouldBeNull();
    }
}
