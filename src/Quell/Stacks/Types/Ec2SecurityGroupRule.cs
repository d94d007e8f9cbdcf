using Quell.Engine.Json;
using Quell.Engine.Templates.Properties;
using static Quell.Engine.Templates.Properties.PropertyType;

namespace Quell.Stacks.Types;

/// <summary>A rule of a security group that stands apart from it: <c>AWS::EC2::SecurityGroupIngress</c> and <c>…Egress</c>.</summary>
internal sealed class Ec2SecurityGroupRule : ResourceType
{
    private readonly string _direction;

    private Ec2SecurityGroupRule(string direction, params (string Name, PropertyType Type)[] others)
        : base(
            $"AWS::EC2::SecurityGroup{direction}",
            new PropertySchema([.. SecurityGroupRules.Properties([("GroupId", Text.Required()), .. others]).Select(property => (property.Name, property.Type.CreateOnly()))]),
            "Id") => _direction = direction;

    public static Ec2SecurityGroupRule Ingress => new("Ingress", ("SourceSecurityGroupId", Text), ("SourceSecurityGroupOwnerId", Text));

    public static Ec2SecurityGroupRule Egress => new("Egress", ("DestinationSecurityGroupId", Text));

    public override async Task<Deployed> Create(ResourceWork work)
    {
        var output = await work.Call(
            "ec2", "AuthorizeSecurityGroup" + _direction,
            ("GroupId", work["GroupId"]), ("IpPermissions", SecurityGroupRules.Permissions(work.Properties))).ConfigureAwait(false);
        var id = output.Array("SecurityGroupRules").Objects.FirstOrDefault()?.String("SecurityGroupRuleId") ?? work.Name(128);
        return new(id, ("Id", id));
    }

    public override Task Delete(ResourceWork work) => work.Remove(
        "ec2", "RevokeSecurityGroup" + _direction,
        ("GroupId", work["GroupId"]), ("IpPermissions", SecurityGroupRules.Permissions(work.Properties.Without("Description"))));
}
