using System.Collections.Frozen;
using Quell.Stacks.Types;

namespace Quell.Stacks;

/// <summary>The resource types that templates may have. One more is one class in <c>Types/</c> and one line here.</summary>
internal sealed class ResourceTypes
{
    private readonly FrozenDictionary<string, ResourceType> _types;

    public ResourceTypes(params ResourceType[] types) => _types = types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    public static ResourceTypes All { get; } = new(
        new CdkMetadata(),
        new CloudTrailTrail(),
        new Ec2CustomerGateway(),
        new Ec2Eip(),
        new Ec2EipAssociation(),
        new Ec2FlowLog(),
        new Ec2Instance(),
        new Ec2InternetGateway(),
        new Ec2KeyPair(),
        new Ec2NatGateway(),
        new Ec2NetworkAcl(),
        new Ec2NetworkAclEntry(),
        new Ec2NetworkInterface(),
        new Ec2Route(),
        new Ec2RouteTable(),
        new Ec2SecurityGroup(),
        Ec2SecurityGroupRule.Egress,
        Ec2SecurityGroupRule.Ingress,
        new Ec2Subnet(),
        new Ec2SubnetNetworkAclAssociation(),
        new Ec2SubnetRouteTableAssociation(),
        new Ec2TransitGateway(),
        new Ec2TransitGatewayVpcAttachment(),
        new Ec2Volume(),
        new Ec2VolumeAttachment(),
        new Ec2Vpc(),
        new Ec2VpcEndpoint(),
        new Ec2VpcGatewayAttachment(),
        new Ec2VpnConnection(),
        new Ec2VpnConnectionRoute(),
        new Ec2VpnGateway(),
        new Ec2VpnGatewayRoutePropagation(),
        new EventsApiDestination(),
        new EventsArchive(),
        new EventsConnection(),
        new EventsEventBus(),
        new EventsEventBusPolicy(),
        new EventsRule(),
        new IamAccessKey(),
        new IamGroup(),
        new IamInstanceProfile(),
        new IamManagedPolicy(),
        new IamPolicy(),
        new IamRole(),
        new IamUser(),
        new KmsAlias(),
        new KmsKey(),
        new LambdaAlias(),
        new LambdaEventInvokeConfig(),
        new LambdaEventSourceMapping(),
        new LambdaFunction(),
        new LambdaPermission(),
        new LambdaVersion(),
        new LogsLogGroup(),
        new QuellManagedNode(),
        new RdsDBInstance(),
        new S3Bucket(),
        new S3BucketPolicy(),
        new SecretsManagerSecret(),
        new SnsSubscription(),
        new SnsTopic(),
        new SnsTopicPolicy(),
        new SqsQueue(),
        new SqsQueuePolicy(),
        new SsmDocument(),
        new SsmParameter(),
        new StatesActivity(),
        new StatesStateMachine(),
        new StatesStateMachineAlias(),
        new StatesStateMachineVersion());

    public IEnumerable<ResourceType> Each => _types.Values;

    public ResourceType this[string name] => _types[name];

    public ResourceType? Find(string name) => _types.GetValueOrDefault(name);
}
