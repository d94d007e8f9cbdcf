"""What remediation runbooks do with EC2, with boto3's own waiters: evidence, encryption, sharing, keys, VPN tunnels."""
import xml.etree.ElementTree as xml

from check import check, client, done, refused, same

ec2 = client("ec2")
SOON = {"Delay": 1, "MaxAttempts": 30}
ZONE = "us-east-1a"


def wait(name, **parameters):
    ec2.get_waiter(name).wait(WaiterConfig=SOON, **parameters)


@check("evidence", "ec2")
def _():
    instance = ec2.run_instances(ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    wait("instance_running", InstanceIds=[instance])
    volume = ec2.create_volume(AvailabilityZone=ZONE, Size=8, VolumeType="gp3")["VolumeId"]
    wait("volume_available", VolumeIds=[volume])
    ec2.attach_volume(VolumeId=volume, InstanceId=instance, Device="/dev/sdf")
    wait("volume_in_use", VolumeIds=[volume])
    snapshot = ec2.create_snapshot(VolumeId=volume, Description="evidence")["SnapshotId"]
    wait("snapshot_completed", SnapshotIds=[snapshot])
    copy = ec2.copy_snapshot(SourceRegion="us-east-1", SourceSnapshotId=snapshot, Encrypted=True)["SnapshotId"]
    wait("snapshot_completed", SnapshotIds=[copy])
    same(ec2.describe_snapshots(SnapshotIds=[copy])["Snapshots"][0]["Encrypted"], True)
    image = ec2.create_image(InstanceId=instance, Name="evidence", NoReboot=True)["ImageId"]
    wait("image_available", ImageIds=[image])
    same(len(ec2.describe_images(ImageIds=[image])["Images"][0]["BlockDeviceMappings"]), 2)
    ec2.deregister_image(ImageId=image)
    refused("VolumeInUse", 400, ec2.delete_volume, VolumeId=volume)
    ec2.terminate_instances(InstanceIds=[instance])
    wait("instance_terminated", InstanceIds=[instance])
    ec2.delete_volume(VolumeId=volume)
    wait("volume_deleted", VolumeIds=[volume])


@check("metadata, encryption and sharing", "ec2")
def _():
    instance = ec2.run_instances(ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    ec2.modify_instance_metadata_options(InstanceId=instance, HttpTokens="required", HttpPutResponseHopLimit=1)
    described = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
    same(described["MetadataOptions"]["HttpTokens"], "required")
    same(ec2.enable_ebs_encryption_by_default()["EbsEncryptionByDefault"], True)
    same(ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"], True)
    same(ec2.disable_ebs_encryption_by_default()["EbsEncryptionByDefault"], False)
    volume = ec2.create_volume(AvailabilityZone=ZONE, Size=1)["VolumeId"]
    wait("volume_available", VolumeIds=[volume])
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    ec2.modify_snapshot_attribute(SnapshotId=snapshot, Attribute="createVolumePermission", OperationType="add", GroupNames=["all"])
    ec2.modify_snapshot_attribute(SnapshotId=snapshot, CreateVolumePermission={"Remove": [{"Group": "all"}]})
    same(ec2.describe_snapshot_attribute(SnapshotId=snapshot, Attribute="createVolumePermission")["CreateVolumePermissions"], [])


@check("key pairs", "ec2")
def _():
    line = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF5YDcVJtMTtDjFnQFVgtOs3jHhDAdRDLsNTLIgNnp6B ops"
    imported = ec2.import_key_pair(KeyName="imported", PublicKeyMaterial=line)
    wait("key_pair_exists", KeyNames=["imported"])
    same(ec2.describe_key_pairs(KeyPairIds=[imported["KeyPairId"]])["KeyPairs"][0]["KeyName"], "imported")
    same(ec2.create_key_pair(KeyName="made")["KeyMaterial"].splitlines()[0], "-----BEGIN RSA PRIVATE KEY-----")
    for name in ("imported", "made"):
        ec2.delete_key_pair(KeyName=name)


@check("tunnels", "ec2")
def _():
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    customer = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="203.0.113.7", BgpAsn=65010)["CustomerGateway"]["CustomerGatewayId"]
    vpn = ec2.create_vpn_connection(
        Type="ipsec.1", CustomerGatewayId=customer, VpnGatewayId=gateway,
        Options={"StaticRoutesOnly": True, "TunnelOptions": [{"TunnelInsideCidr": "169.254.44.40/30"}]})["VpnConnection"]["VpnConnectionId"]
    wait("vpn_connection_available", VpnConnectionIds=[vpn])
    tunnel = ec2.describe_vpn_connections(VpnConnectionIds=[vpn])["VpnConnections"][0]["Options"]["TunnelOptions"][0]
    ec2.modify_vpn_tunnel_options(
        VpnConnectionId=vpn, VpnTunnelOutsideIpAddress=tunnel["OutsideIpAddress"],
        TunnelOptions={"PreSharedKey": "N3w_Shared.Key", "IKEVersions": [{"Value": "ikev2"}]})
    wait("vpn_connection_available", VpnConnectionIds=[vpn])
    connection = ec2.describe_vpn_connections(VpnConnectionIds=[vpn])["VpnConnections"][0]
    keys = [key.text for key in xml.fromstring(connection["CustomerGatewayConfiguration"].encode()).iter("pre_shared_key")]
    same(keys, [option["PreSharedKey"] for option in connection["Options"]["TunnelOptions"]])
    same(keys[0], "N3w_Shared.Key")
    ec2.delete_vpn_connection(VpnConnectionId=vpn)
    wait("vpn_connection_deleted", VpnConnectionIds=[vpn])
    records = client("cloudtrail").lookup_events(MaxResults=50)["Events"]
    told = [record["CloudTrailEvent"] for record in records if record["EventName"] in ("ModifyVpnTunnelOptions", "CreateVpnConnection")]
    same(len(told), 2)
    same([key for key in keys if any(key in record for record in told)], [])


done()
