using Quell.Engine.Json;
using Quell.Sandbox.Tests.Network;

namespace Quell.Sandbox.Tests.Gateways;

public sealed class ElasticAddressesTests
{
    private readonly TestAccount _account = new();

    [Fact]
    public void An_address_stands_for_an_instance_until_it_is_disassociated()
    {
        var (instance, address) = (Running(), Allocate());
        var amazons = Public(instance);
        var association = Associate(address, $"'InstanceId': '{instance}'");
        var ip = Described(address).At("PublicIp");
        (Public(instance), Described(address).At("InstanceId"), Described(address).At("AssociationId")).ShouldBe((ip, instance, association));
        _account.Filtered("DescribeNetworkInterfaces", "association.public-ip", ip).At("NetworkInterfaces.0.Association.IpOwnerId").ShouldBe(TestAccount.Account);
        Refused("ReleaseAddress", $"'AllocationId': '{address}'").ShouldBe($"InvalidIPAddress.InUse: Address {ip} is in use.");
        _account.Ec2("DisassociateAddress", $"{{'AssociationId': '{association}'}}");
        Public(instance).ShouldNotBe(ip);
        Public(instance).ShouldNotBe(amazons);
        _account.Ec2("ReleaseAddress", $"{{'AllocationId': '{address}'}}");
        Refused("DescribeAddresses", $"'AllocationIds': ['{address}']").ShouldBe($"InvalidAllocationID.NotFound: The allocation ID '{address}' does not exist");
    }

    [Fact]
    public void An_address_stays_while_its_instance_is_stopped_and_is_free_when_it_is_gone()
    {
        var (instance, address) = (Running(), Allocate());
        Associate(address, $"'InstanceId': '{instance}'");
        _account.Ec2("StopInstances", $"{{'InstanceIds': ['{instance}']}}");
        _account.Pass(TimeSpan.FromSeconds(3));
        Public(instance).ShouldBe(Described(address).At("PublicIp"));
        _account.Ec2("TerminateInstances", $"{{'InstanceIds': ['{instance}']}}");
        _account.Pass(TimeSpan.FromSeconds(3));
        Described(address).Reach("AssociationId").ShouldBeNull();
        _account.Ec2("ReleaseAddress", $"{{'AllocationId': '{address}'}}");
    }

    [Fact]
    public void An_address_moves_unless_that_is_not_allowed()
    {
        var (first, second, address) = (Running(), Running(), Allocate());
        var association = Associate(address, $"'InstanceId': '{first}'");
        Refused("AssociateAddress", $"'AllocationId': '{address}', 'InstanceId': '{second}', 'AllowReassociation': false")
            .ShouldBe($"Resource.AlreadyAssociated: resource {address} is already associated with associate-id {association}");
        Associate(address, $"'InstanceId': '{second}', 'AllowReassociation': true").ShouldNotBe(association);
        Described(address).At("InstanceId").ShouldBe(second);
        Public(first).ShouldNotBe(Described(address).At("PublicIp"));
    }

    [Fact]
    public void A_second_address_takes_the_place_of_the_first()
    {
        var (instance, first, second) = (Running(), Allocate(), Allocate());
        Associate(first, $"'InstanceId': '{instance}'");
        Associate(second, $"'InstanceId': '{instance}'");
        Described(first).Reach("AssociationId").ShouldBeNull();
        Public(instance).ShouldBe(Described(second).At("PublicIp"));
    }

    [Fact]
    public void A_network_without_internet_gateway_takes_no_address()
    {
        var vpc = _account.NewVpc();
        var card = _account.Ec2("CreateNetworkInterface", $"{{'SubnetId': '{_account.NewSubnet(vpc)}'}}").At("NetworkInterface.NetworkInterfaceId");
        Refused("AssociateAddress", $"'AllocationId': '{Allocate()}', 'NetworkInterfaceId': '{card}'")
            .ShouldBe($"Gateway.NotAttached: Network {vpc} is not attached to any internet gateway");
    }

    [Theory]
    [InlineData("AssociateAddress", "'PublicIp': '1.2.3.4', 'InstanceId': 'i-0'", "InvalidAddress.NotFound: Address '1.2.3.4' not found.")]
    [InlineData("AssociateAddress", "'InstanceId': 'i-0'", "MissingParameter: Either public IP or allocation ID must be specified")]
    [InlineData("DisassociateAddress", "'AssociationId': 'eipassoc-0'", "InvalidAssociationID.NotFound: The association ID 'eipassoc-0' does not exist")]
    [InlineData("ReleaseAddress", "'AllocationId': 'eipalloc-0'", "InvalidAllocationID.NotFound: The allocation ID 'eipalloc-0' does not exist")]
    [InlineData("AllocateAddress", "'NetworkBorderGroup': 'mars'", "InvalidParameterValue")]
    [InlineData("AllocateAddress", "'Address': '1.2.3.4'", "UnsupportedOperation")]
    public void What_is_not_there_is_said(string operation, string input, string error) => Refused(operation, input).ShouldStartWith(error);

    [Fact]
    public void Addresses_are_found_by_their_tags()
    {
        var id = _account.Ec2("AllocateAddress", "{'TagSpecifications': [{'ResourceType': 'elastic-ip', 'Tags': [{'Key': 'Name', 'Value': 'nat'}]}]}").At("AllocationId");
        Allocate();
        _account.Filtered("DescribeAddresses", "tag:Name", "nat").Each("Addresses", "AllocationId").ShouldBe([id]);
        _account.Filtered("DescribeTags", "resource-type", "elastic-ip").Each("Tags", "ResourceId").ShouldBe([id]);
    }

    private string Running()
    {
        var id = _account.Ec2("RunInstances", "{'ImageId': 'ami-1', 'MinCount': 1, 'MaxCount': 1}").At("Instances.0.InstanceId");
        _account.Pass(TimeSpan.FromSeconds(2));
        return id;
    }

    private string Allocate() => _account.Ec2("AllocateAddress", "{'Domain': 'vpc'}").At("AllocationId");

    private string Associate(string address, string to) => _account.Ec2("AssociateAddress", $"{{'AllocationId': '{address}', {to}}}").At("AssociationId");

    private JsonValue Described(string address) => _account.Ec2("DescribeAddresses", $"{{'AllocationIds': ['{address}']}}").Reach("Addresses.0")!;

    private string Public(string instance) =>
        _account.Ec2("DescribeInstances", $"{{'InstanceIds': ['{instance}']}}").At("Reservations.0.Instances.0.PublicIpAddress");

    private string Refused(string operation, string input)
    {
        var error = _account.Ec2Refused(operation, $"{{{input}}}");
        return $"{error.Code}: {error.Message}";
    }
}
