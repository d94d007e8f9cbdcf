using System.Text.RegularExpressions;
using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;
using Quell.Sandbox.Ec2;

namespace Quell.Sandbox.Compute;

/// <summary>Key pairs. Of a pair that EC2 makes, the private key is in the answer alone and kept nowhere.</summary>
internal static partial class KeyPairs
{
    private static readonly Filters KeyFilters = new()
    {
        ["fingerprint"] = "KeyFingerprint",
        ["key-name"] = "KeyName",
        ["key-pair-id"] = "KeyPairId",
    };

    public static OperationTable AddKeyPairs(this OperationTable table) => table
        .AddEc2("CreateKeyPair", "KeyName KeyType KeyFormat TagSpecifications", CreateKeyPair)
        .AddEc2("ImportKeyPair", "KeyName PublicKeyMaterial TagSpecifications", ImportKeyPair)
        .AddEc2("DescribeKeyPairs", "KeyNames KeyPairIds IncludePublicKey Filters", DescribeKeyPairs)
        .AddEc2("DeleteKeyPair", "KeyName KeyPairId", DeleteKeyPair);

    /// <summary>The pair of that name.</summary>
    /// <exception cref="AwsException">There is none.</exception>
    public static JsonObject Named(Ec2Region ec2, string name) => Find(ec2, name) ?? throw Ec2Kinds.KeyPair.NotFound(name);

    private static JsonObject? Find(Ec2Region ec2, string name) => ec2.In(Ec2Kinds.KeyPair, "KeyName", name).FirstOrDefault();

    private static JsonObject CreateKeyPair(Ec2Region ec2, JsonObject input)
    {
        if (input.String("KeyType") is not (null or "rsa") || input.String("KeyFormat") is not (null or "pem"))
        {
            throw new AwsException("UnsupportedOperation", "The simulated account makes RSA key pairs in PEM form alone.");
        }

        var name = NewName(ec2, input);
        using var key = SeededRsa.Create(ec2.NewHex);
        var publicKey = PublicKey.Of(key, name);
        var pair = Put(ec2, input, name, publicKey with { Fingerprint = PublicKey.Colons(PublicKey.Sha1(key.ExportPkcs8PrivateKey())) });
        return Shown(pair).With("KeyMaterial", key.ExportRSAPrivateKeyPem());
    }

    private static JsonObject ImportKeyPair(Ec2Region ec2, JsonObject input) =>
        Shown(Put(ec2, input, NewName(ec2, input), PublicKey.Read(input.Text("PublicKeyMaterial"))));

    private static JsonObject Put(Ec2Region ec2, JsonObject input, string name, PublicKey key) => ec2.Put(Ec2Kinds.KeyPair, JsonObject.Of(
        ("KeyPairId", ec2.NewId(Ec2Kinds.KeyPair.Prefix)),
        ("KeyName", name),
        ("KeyType", key.Type),
        ("KeyFingerprint", key.Fingerprint),
        ("PublicKey", key.Text),
        ("CreateTime", ec2.NowText),
        ("Tags", ResourceTags.ForNew(ec2, input, Ec2Kinds.KeyPair))));

    private static JsonObject Shown(JsonObject pair) => pair.Without("KeyType").Without("PublicKey").Without("CreateTime");

    private static string NewName(Ec2Region ec2, JsonObject input)
    {
        var name = input.Text("KeyName");
        if (!NameForm().IsMatch(name))
        {
            throw Inputs.InvalidValue(name, "keyName", "Up to 255 ASCII characters, without leading or trailing spaces.");
        }

        return Find(ec2, name) is null
            ? name
            : throw new AwsException("InvalidKeyPair.Duplicate", $"The keypair already exists: {name}");
    }

    private static JsonObject DescribeKeyPairs(Ec2Region ec2, JsonObject input)
    {
        var (names, ids) = (input.Texts("KeyNames"), input.Texts("KeyPairIds"));
        var missing = names.Where(name => Find(ec2, name) is null).ToList();
        if (missing.Count > 0)
        {
            throw Ec2Kinds.KeyPair.NotFound(missing);
        }

        ec2.Need(Ec2Kinds.KeyPair, ids);
        var selected = ec2.All(Ec2Kinds.KeyPair)
            .Where(pair => names.Count + ids.Count == 0 || names.Contains(pair.Text("KeyName")) || ids.Contains(pair.Text("KeyPairId")))
            .Select(pair => input.Bool("IncludePublicKey") == true ? pair : pair.Without("PublicKey"));
        return JsonObject.Of(("KeyPairs", JsonArray.From(KeyFilters.Apply(selected, input.Array("Filters")))));
    }

    /// <summary>Deletes the pair; one that is not there is no failure where it is named (EC2 API Reference, "DeleteKeyPair").</summary>
    private static JsonObject DeleteKeyPair(Ec2Region ec2, JsonObject input)
    {
        var pair = (input.String("KeyName"), input.String("KeyPairId")) switch
        {
            (null, null) => throw new AwsException("MissingParameter", "The request must contain the parameter keyName or keyPairId"),
            ({ } name, _) => Find(ec2, name),
            (null, { } id) => ec2.Find(Ec2Kinds.KeyPair, id),
        };
        if (pair is null)
        {
            return Inputs.Return;
        }

        ec2.Delete(Ec2Kinds.KeyPair, pair);
        return Inputs.Return.With("KeyPairId", pair["KeyPairId"]);
    }

    [GeneratedRegex(@"\A(?! )[\x20-\x7e]{1,255}(?<! )\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
