using System.Text;
using Quell.Engine.Json;
using Quell.Tests.Stacks;

namespace Quell.Tests.Secrets;

public sealed class SecretsAtRestTests
{
    [Fact, Trait("Requirement", "N28")]
    public async Task Secrets_and_key_material_stand_readable_in_no_file_of_the_data_folder()
    {
        var folder = Directory.CreateTempSubdirectory("quell-rest-").FullName;
        try
        {
            var secrets = new List<string> { "tunnel-secret-1", "tunnel-secret-2", "Console-Pass-1" };
            await using (var house = StackHouse.Open(folder))
            {
                await house.Call("secretsmanager", "CreateSecret", ("Name", "vpn"), ("SecretString", secrets[0]));
                await house.Call("secretsmanager", "PutSecretValue", ("SecretId", "vpn"), ("SecretString", secrets[1]));
                await house.Call("secretsmanager", "GetSecretValue", ("SecretId", "vpn"));
                var key = (await house.Call("kms", "CreateKey")).Object("KeyMetadata")!.String("KeyId")!;
                secrets.Add((await house.Call("kms", "GenerateDataKey", ("KeyId", key), ("KeySpec", "AES_256"))).String("Plaintext")!);
                secrets.AddRange(house.Engines.Store.Current.ListAll("kms:key").SelectMany(entry => entry.Value.Array("Material").Strings));
                secrets.Add((await house.Call("secretsmanager", "GetRandomPassword")).String("RandomPassword")!);
                await house.Call("iam", "CreateUser", ("UserName", "alice"));
                await house.Call("iam", "CreateLoginProfile", ("UserName", "alice"), ("Password", secrets[2]));
                secrets.Add((await house.Call("iam", "CreateAccessKey", ("UserName", "alice"))).Object("AccessKey")!.String("SecretAccessKey")!);
                var device = await house.Call("iam", "CreateVirtualMFADevice", ("VirtualMFADeviceName", "phone"));
                secrets.Add(Encoding.ASCII.GetString(Convert.FromBase64String(device.Object("VirtualMFADevice")!.String("Base32StringSeed")!)));
            }

            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var content = await File.ReadAllBytesAsync(file);
                secrets.Where(secret => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0).ShouldBeEmpty(file);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_was_encrypted_opens_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("quell-rest-").FullName;
        try
        {
            string blob;
            await using (var house = StackHouse.Open(folder))
            {
                var key = (await house.Call("kms", "CreateKey")).Object("KeyMetadata")!.String("KeyId")!;
                blob = (await house.Call("kms", "Encrypt", ("KeyId", key), ("Plaintext", "aGVsbG8="))).String("CiphertextBlob")!;
            }

            await using var again = StackHouse.Open(folder);
            (await again.Call("kms", "Decrypt", ("CiphertextBlob", blob))).String("Plaintext").ShouldBe("aGVsbG8=");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
