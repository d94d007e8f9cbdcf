using Quell.Engine.Json;
using static Quell.Tests.Runbooks.Shipped.Scenes;

namespace Quell.Tests.Runbooks.Shipped;

/// <summary>The runbooks of the repository in the sandbox, each in the role that lies beside it.</summary>
public sealed class ShippedRunbookTests : IAsyncLifetime
{
    private RunbookLab _lab = null!;

    public static TheoryData<string> Names => new(Scenes.All.Keys);

    public static TheoryData<string, string> Actions
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var name in Scenes.All.Keys)
            {
                foreach (var action in RunbookLab.Actions(name))
                {
                    all.Add(name, action);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Names)), Trait("Requirement", "N34")]
    public async Task Succeeds_in_its_own_role(string name)
    {
        var parameters = await Scenes.All[name](_lab);

        await _lab.Succeed(name, parameters);
    }

    [Theory, MemberData(nameof(Actions)), Trait("Requirement", "N34")]
    public async Task Fails_where_its_role_lacks_an_action(string name, string action)
    {
        var parameters = await Scenes.All[name](_lab);

        var execution = await _lab.Run(name, action, parameters);

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        execution.String("FailureMessage")!.ShouldContain("not authorized to perform");
    }

    [Fact]
    public void Every_runbook_has_a_role_a_line_and_a_scene()
    {
        var names = Directory.GetFiles(RunbookLab.Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal).ToList();
        var readme = File.ReadAllText(Path.Combine(RunbookLab.Folder, "README.md"));

        names.ShouldAllBe(name => File.Exists(Path.Combine(RunbookLab.Folder, name + ".policy.json")));
        names.ShouldAllBe(name => readme.Contains($"[{name}]({name}.yaml)", StringComparison.Ordinal));
        names.Except(Scenes.All.Keys).ShouldBeEmpty();
    }

    [Fact, Trait("Requirement", "D14")]
    public async Task An_instance_is_stopped_unless_it_is_exempt_and_started_again()
    {
        var (instance, exempt) = (await Instance(_lab), await Instance(_lab, ("KeepRunning", "yes")));

        await _lab.Succeed("stop-instance", ("InstanceId", instance));
        await _lab.Succeed("stop-instance", ("InstanceId", exempt));
        (await State(_lab, instance), await State(_lab, exempt)).ShouldBe(("stopped", "running"));
        await _lab.Succeed("start-instance", ("InstanceId", instance));

        (await State(_lab, instance)).ShouldBe("running");
    }

    [Fact, Trait("Requirement", "D14"), Trait("Requirement", "A41")]
    public async Task Ports_are_closed_to_the_world_and_ranges_keep_the_rest()
    {
        var group = await OpenGroup(_lab);
        var before = await Ingress(_lab, group);

        var outputs = await _lab.Succeed("revoke-open-ingress", ("GroupId", group), ("Ports", List("22", "3389")));
        (await Ingress(_lab, group)).ShouldBe(["20-21 0.0.0.0/0", "22-22 203.0.113.0/24", "23-25 0.0.0.0/0"]);
        await _lab.Succeed("revoke-open-ingress", ("GroupId", group), ("Ports", List("22", "3389")));
        (await Ingress(_lab, group)).Count.ShouldBe(3);
        await _lab.Succeed("authorize-ingress", ("GroupId", group), ("Revoked", outputs["revoke.Revoked"]), ("Kept", outputs["revoke.Kept"]));

        (await Ingress(_lab, group)).ShouldBe(before);
    }

    [Fact, Trait("Requirement", "A35")]
    public async Task A_user_is_disabled_and_gets_back_exactly_what_it_had()
    {
        var key = await Key(_lab, "ann");
        var off = (await _lab.Call("iam", "CreateAccessKey", ("UserName", "ann"))).Object("AccessKey")!.String("AccessKeyId")!;
        await _lab.Call("iam", "UpdateAccessKey", ("UserName", "ann"), ("AccessKeyId", off), ("Status", "Inactive"));

        var outputs = await _lab.Succeed("disable-user", ("UserName", "ann"));
        (await Keys()).ShouldBe([$"{key} Inactive", $"{off} Inactive"], ignoreOrder: true);
        (await _lab.Call("iam", "ListUserPolicies", ("UserName", "ann"))).Array("PolicyNames").ToString().ShouldBe("""["QuellDenyAll"]""");
        await _lab.Succeed("enable-user", ("UserName", "ann"), ("Keys", List(outputs["keys.Keys"])));

        (await Keys()).ShouldBe([$"{key} Active", $"{off} Inactive"], ignoreOrder: true);
        (await _lab.Call("iam", "ListUserPolicies", ("UserName", "ann"))).Array("PolicyNames").Count.ShouldBe(0);
    }

    [Fact, Trait("Requirement", "A36")]
    public async Task An_instance_is_isolated_with_every_interface_and_gets_its_groups_back()
    {
        var instance = await Instance(_lab);
        var before = await Groups(instance);

        var outputs = await _lab.Succeed("isolate-instance", ("InstanceId", instance));
        (await Groups(instance)).ShouldBe([outputs["isolate.QuarantineGroup"]]);
        await _lab.Succeed("isolate-instance", ("InstanceId", instance));
        await _lab.Succeed("release-instance", ("InstanceId", instance));

        (await Groups(instance)).ShouldBe(before);
    }

    [Fact, Trait("Requirement", "A41")]
    public async Task An_address_is_denied_before_what_allows_it_once_and_no_more_when_it_is_unblocked()
    {
        var acl = await Acl(_lab);

        var first = await _lab.Succeed("block-address", ("NetworkAclId", acl), ("Cidr", "198.51.100.7/32"));
        var again = await _lab.Succeed("block-address", ("NetworkAclId", acl), ("Cidr", "198.51.100.7/32"));
        (await Denied(acl)).ShouldBe(["99 198.51.100.7/32"]);
        (again["block.RuleNumber"], again["block.Changed"]).ShouldBe((first["block.RuleNumber"], "false"));
        await _lab.Succeed("unblock-address", ("NetworkAclId", acl), ("RuleNumber", first["block.RuleNumber"]));

        (await Denied(acl)).ShouldBeEmpty();
    }

    [Fact, Trait("Requirement", "N23")]
    public async Task The_keys_of_a_VPN_are_in_the_secret_and_nowhere_else()
    {
        var vpn = await Vpn(_lab);

        await _lab.Succeed("rotate-vpn-keys", ("VpnConnectionId", vpn), ("SecretName", "vpn/keys"));

        var secret = (JsonObject)JsonValue.Parse((await _lab.Call("secretsmanager", "GetSecretValue", ("SecretId", "vpn/keys"))).String("SecretString")!);
        secret.Count.ShouldBe(2);
        var bytes = await Recorded();
        foreach (var (_, key) in secret)
        {
            bytes.Contains(((JsonString)key).Value, StringComparison.Ordinal).ShouldBeFalse("the journal has it sealed");
        }
    }

    [Fact, Trait("Requirement", "D14")]
    public async Task Patches_are_applied_in_the_files_of_each_instance()
    {
        var (one, other) = (await Instance(_lab), await Instance(_lab));

        var outputs = await _lab.Succeed("apply-patches", ("InstanceIds", List(one, other)), ("Command", "echo \"$AWS_SSM_INSTANCE_ID\" | tee patched"));

        outputs["patch.Output"].Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([one, other], ignoreOrder: true);
        var folder = _lab.Engines.Options.InstanceFolder;
        (await File.ReadAllTextAsync(Path.Combine(folder, one, "patched"))).ShouldBe(one + "\n");
    }

    [Fact]
    public async Task A_command_that_fails_fails_its_step()
    {
        var execution = await _lab.Run("apply-patches", null, ("InstanceIds", List(await Instance(_lab))), ("Command", "exit 4"));

        execution.String("AutomationExecutionStatus").ShouldBe("Failed");
        execution.String("FailureMessage")!.ShouldContain("ResponseCode=[4]");
    }

    [Fact, Trait("Requirement", "D14")]
    public async Task A_rotated_key_is_in_the_secret_and_the_old_one_is_off()
    {
        var old = await Key(_lab, "ann");

        var outputs = await _lab.Succeed("rotate-access-key", ("UserName", "ann"), ("AccessKeyId", old));

        (await Keys()).ShouldBe([$"{old} Inactive", $"{outputs["rotate.AccessKeyId"]} Active"], ignoreOrder: true);
        ((JsonObject)JsonValue.Parse((await _lab.Call("secretsmanager", "GetSecretValue", ("SecretId", "access-keys/ann"))).String("SecretString")!)).String("AccessKeyId")
            .ShouldBe(outputs["rotate.AccessKeyId"]);
    }

    public async Task InitializeAsync() => _lab = await RunbookLab.Open();

    public async Task DisposeAsync() => await _lab.DisposeAsync();

    private async Task<List<string>> Keys() => [.. (await _lab.Call("iam", "ListAccessKeys", ("UserName", "ann"))).Array("AccessKeyMetadata").Objects.Select(key => $"{key.String("AccessKeyId")} {key.String("Status")}")];

    private async Task<List<string?>> Groups(string instance) =>
        [.. (await Described(_lab, instance)).Array("NetworkInterfaces").Objects.SelectMany(each => each.Array("Groups").Objects.Select(group => group.String("GroupId")))];

    private async Task<List<string>> Denied(string acl) =>
        [.. (await _lab.Call("ec2", "DescribeNetworkAcls", ("NetworkAclIds", List(acl)))).Array("NetworkAcls").Objects.First().Array("Entries").Objects
            .Where(entry => entry.String("RuleAction") == "deny" && entry.Long("RuleNumber") < 32_767).Select(entry => $"{entry.Long("RuleNumber")} {entry.String("CidrBlock")}")];

    /// <summary>Every byte that the process has written, as text.</summary>
    private async Task<string> Recorded()
    {
        var text = new System.Text.StringBuilder();
        foreach (var file in Directory.GetFiles(_lab.Engines.Options.DataFolder, "quell.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            text.Append(System.Text.Encoding.Latin1.GetString(bytes.ToArray()));
        }

        return text.ToString();
    }
}
