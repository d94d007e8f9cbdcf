using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Compute;

public sealed class InstanceMetadataTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void Requiring_IMDSv2_changes_that_option_and_no_other()
    {
        var id = Run("'MetadataOptions': {'HttpPutResponseHopLimit': 3}");
        var answer = _account.Ec2("ModifyInstanceMetadataOptions", $"{{'InstanceId': '{id}', 'HttpTokens': 'required'}}");
        answer.At("InstanceMetadataOptions.State").ShouldBe("pending");
        var options = Described(id).Reach("MetadataOptions")!;
        (options.At("HttpTokens"), options.At("HttpPutResponseHopLimit"), options.At("HttpEndpoint"), options.At("State"))
            .ShouldBe(("required", "3", "enabled", "applied"));
        _account.Filtered("DescribeInstances", "metadata-options.http-tokens", "required").Each("Reservations.0.Instances", "InstanceId").ShouldBe([id]);
        _account.Filtered("DescribeInstances", "metadata-options.http-tokens", "optional").Each("Reservations", "OwnerId").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("'HttpPutResponseHopLimit': 65", "InvalidParameterValue: Value (65) for parameter HttpPutResponseHopLimit")]
    [InlineData("'HttpPutResponseHopLimit': 0", "InvalidParameterValue: Value (0) for parameter HttpPutResponseHopLimit")]
    [InlineData("'DryRun': false", "InvalidParameterCombination")]
    public void Options_that_cannot_be_are_refused(string options, string error)
    {
        var refused = _account.Ec2Refused("ModifyInstanceMetadataOptions", $"{{'InstanceId': '{Run()}', {options}}}");
        $"{refused.Code}: {refused.Message}".ShouldStartWith(error);
    }

    [Fact]
    public void A_terminated_instance_has_no_options_to_change()
    {
        var id = Run();
        _account.Ec2("TerminateInstances", $"{{'InstanceIds': ['{id}']}}");
        _account.Ec2Refused("ModifyInstanceMetadataOptions", $"{{'InstanceId': '{id}', 'HttpTokens': 'required'}}").Code.ShouldBe("IncorrectInstanceState");
        _account.Ec2Refused("ModifyInstanceMetadataOptions", "{'InstanceId': 'i-0', 'HttpTokens': 'required'}").Code.ShouldBe("InvalidInstanceID.NotFound");
    }

    [Fact]
    public void Defaults_of_the_account_are_given_to_what_is_launched_and_does_not_say_otherwise()
    {
        _account.Ec2("ModifyInstanceMetadataDefaults", "{'HttpTokens': 'required', 'HttpPutResponseHopLimit': 2}");
        _account.Ec2("GetInstanceMetadataDefaults").At("AccountLevel.HttpTokens").ShouldBe("required");
        Described(Run()).At("MetadataOptions.HttpTokens").ShouldBe("required");
        Described(Run()).At("MetadataOptions.HttpPutResponseHopLimit").ShouldBe("2");
        Described(Run("'MetadataOptions': {'HttpTokens': 'optional'}")).At("MetadataOptions.HttpTokens").ShouldBe("optional");
        _account.Ec2("ModifyInstanceMetadataDefaults", "{'HttpTokens': 'no-preference', 'HttpPutResponseHopLimit': -1}");
        Described(Run()).At("MetadataOptions.HttpTokens").ShouldBe("optional");
        _account.Ec2Refused("ModifyInstanceMetadataDefaults", "{'HttpPutResponseHopLimit': 0}").Code.ShouldBe("InvalidParameterValue");
    }

    [Fact]
    public void Monitoring_is_switched_on_and_off()
    {
        var id = Run();
        _account.Ec2("MonitorInstances", $"{{'InstanceIds': ['{id}']}}").At("InstanceMonitorings.0.Monitoring.State").ShouldBe("pending");
        Described(id).At("Monitoring.State").ShouldBe("enabled");
        _account.Ec2("UnmonitorInstances", $"{{'InstanceIds': ['{id}']}}").At("InstanceMonitorings.0.Monitoring.State").ShouldBe("disabling");
        Described(id).At("Monitoring.State").ShouldBe("disabled");
        _account.Ec2Refused("MonitorInstances", "{'InstanceIds': ['i-0']}").Code.ShouldBe("InvalidInstanceID.NotFound");
    }

    private string Run(string more = "'MinCount': 1, 'MaxCount': 1") => _account.Ec2(
        "RunInstances", $"{{'ImageId': 'ami-1', {(more.Contains("MinCount", StringComparison.Ordinal) ? more : $"'MinCount': 1, 'MaxCount': 1, {more}")}}}").At("Instances.0.InstanceId");

    private Engine.Json.JsonValue Described(string id) =>
        _account.Ec2("DescribeInstances", $"{{'InstanceIds': ['{id}']}}").Reach("Reservations.0.Instances.0")!;
}
