using Quell.Aws.Models;
using Quell.Aws.Protocols;

namespace Quell.Aws.Tests.Protocols;

/// <summary>Damaged messages end in an error of AWS's, never in one of ours.</summary>
public sealed class DamageTests
{
    private static readonly (string Service, string Operation)[] Operations =
    [
        ("ec2", "RunInstances"), ("sqs", "SendMessageBatch"), ("sns", "Publish"), ("events", "PutEvents"), ("lambda", "CreateFunction"),
        ("s3", "PutBucketEncryption"), ("s3", "PutObject"), ("s3", "DeleteObjects"), ("dynamodb", "PutItem"), ("route53", "ChangeResourceRecordSets"),
    ];

    private readonly WireServer _server = new(ServiceCatalog.Default);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_requests_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        foreach (var (service, operation, protocol) in Cases())
        {
            var whole = protocol.WriteRequest(service, operation, SampleValues.Of(operation.Input) ?? throw new InvalidOperationException(), null);
            for (var round = 0; round < 200; round++)
            {
                var request = whole with
                {
                    RawPath = "/" + Damage(random, whole.RawPath),
                    RawQuery = Damage(random, whole.RawQuery),
                    Body = new(Damage(random, whole.Body.Bytes.ToArray())),
                };
                try
                {
                    WireServer.Read(_server.Route(service.SigningName, request), request);
                }
                catch (AwsException fault)
                {
                    fault.Status.ShouldBeLessThan(502);
                }
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Damaged_responses_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        foreach (var (service, operation, protocol) in Cases())
        {
            var whole = protocol.WriteResponse(service, operation, SampleValues.Of(operation.Output) ?? throw new InvalidOperationException(), null, "id");
            for (var round = 0; round < 200; round++)
            {
                var response = whole with { Body = new(Damage(random, whole.Body.Bytes.ToArray())) };
                protocol.ReadError(service, response).Code.ShouldNotBeNull();
                try
                {
                    protocol.ReadResponse(operation, response);
                }
                catch (AwsException fault)
                {
                    fault.Code.ShouldBe("InvalidResponse");
                }
            }
        }
    }

    private static IEnumerable<(ServiceModel, OperationModel, WireProtocol)> Cases()
    {
        foreach (var (name, operation) in Operations)
        {
            var service = ServiceCatalog.Default.Get(name);
            var model = service.Find(operation) ?? throw new InvalidOperationException(operation);
            foreach (var protocol in service.Entry.Protocols)
            {
                yield return (service, model, protocol switch
                {
                    "ec2" => Ec2Protocol.Instance,
                    "query" => QueryProtocol.Instance,
                    "rest-json" => RestJsonProtocol.Instance,
                    "rest-xml" => RestXmlProtocol.Instance,
                    _ => JsonProtocol.V11,
                });
            }
        }
    }

    private static string Damage(Random random, string text)
    {
        var bytes = Damage(random, System.Text.Encoding.Latin1.GetBytes(text));
        return System.Text.Encoding.Latin1.GetString(bytes);
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        const string Marks = "%&=.[]{}<>\"\\/;0\0\u00ff\u00c3";
        var damaged = bytes.ToList();
        for (var wounds = random.Next(3); wounds > 0 && damaged.Count > 0; wounds--)
        {
            var place = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[place] = (byte)Marks[random.Next(Marks.Length)];
                    break;
                case 1:
                    damaged.RemoveAt(place);
                    break;
                case 2:
                    damaged.Insert(place, (byte)Marks[random.Next(Marks.Length)]);
                    break;
                default:
                    damaged.RemoveRange(place, damaged.Count - place);
                    break;
            }
        }

        return [.. damaged];
    }
}
