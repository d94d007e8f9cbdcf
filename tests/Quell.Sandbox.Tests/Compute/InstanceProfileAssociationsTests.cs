using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Compute;

public sealed class InstanceProfileAssociationsTests
{
    private readonly TestAccount _account = new();

    public InstanceProfileAssociationsTests()
    {
        foreach (var name in new[] { "web", "quarantine" })
        {
            _account.Call("iam", "CreateInstanceProfile", ("InstanceProfileName", name));
        }
    }

    [Fact]
    public void A_profile_is_taken_away_from_an_instance_and_another_given()
    {
        var id = Run("'IamInstanceProfile': {'Name': 'web'}");
        var association = Association(id);
        _account.Ec2("DisassociateIamInstanceProfile", $"{{'AssociationId': '{association}'}}")
            .At("IamInstanceProfileAssociation.State").ShouldBe("disassociating");
        Described(id).Reach("IamInstanceProfile").ShouldBeNull();
        var given = _account.Ec2("AssociateIamInstanceProfile", $"{{'InstanceId': '{id}', 'IamInstanceProfile': {{'Name': 'quarantine'}}}}");
        given.At("IamInstanceProfileAssociation.State").ShouldBe("associating");
        Described(id).At("IamInstanceProfile.Arn").ShouldEndWith("/quarantine");
    }

    [Fact]
    public void Replacing_a_profile_makes_another_association()
    {
        var id = Run("'IamInstanceProfile': {'Name': 'web'}");
        var before = Association(id);
        _account.Ec2("ReplaceIamInstanceProfileAssociation", $"{{'AssociationId': '{before}', 'IamInstanceProfile': {{'Name': 'quarantine'}}}}");
        Association(id).ShouldNotBe(before);
        Described(id).At("IamInstanceProfile.Arn").ShouldEndWith("/quarantine");
        var error = _account.Ec2Refused("DisassociateIamInstanceProfile", $"{{'AssociationId': '{before}'}}");
        (error.Code, error.Message).ShouldBe(("InvalidAssociationID.NotFound", $"An invalid association-id of '{before}' was given"));
    }

    [Fact]
    public void An_instance_has_one_profile_at_most_and_none_when_it_is_gone()
    {
        var id = Run("'IamInstanceProfile': {'Name': 'web'}");
        var error = _account.Ec2Refused("AssociateIamInstanceProfile", $"{{'InstanceId': '{id}', 'IamInstanceProfile': {{'Name': 'web'}}}}");
        (error.Code, error.Message).ShouldBe(("IncorrectState", $"There is an existing association for instance {id}"));
        _account.Ec2("TerminateInstances", $"{{'InstanceIds': ['{id}']}}");
        _account.Pass(TimeSpan.FromSeconds(3));
        _account.Ec2("DescribeIamInstanceProfileAssociations").Each("IamInstanceProfileAssociations", "AssociationId").ShouldBeEmpty();
    }

    [Fact]
    public void A_profile_that_IAM_does_not_have_is_refused() =>
        _account.Ec2Refused("AssociateIamInstanceProfile", $"{{'InstanceId': '{Run()}', 'IamInstanceProfile': {{'Name': 'none'}}}}")
            .Message.ShouldBe("Value (none) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name");

    private string Association(string id) => _account.Filtered("DescribeIamInstanceProfileAssociations", "instance-id", id)
        .At("IamInstanceProfileAssociations.0.AssociationId");

    private string Run(string more = "'EbsOptimized': false") =>
        _account.Ec2("RunInstances", $"{{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1, {more}}}").At("Instances.0.InstanceId");

    private JsonValue Described(string id) => _account.Ec2("DescribeInstances", $"{{'InstanceIds': ['{id}']}}").Reach("Reservations.0.Instances.0")!;
}
