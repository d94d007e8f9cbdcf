using System.Diagnostics;
using Quell.Aws.Models;
using Xunit.Abstractions;

namespace Quell.Aws.Tests.Models;

public sealed class ServiceCatalogTests(ITestOutputHelper output)
{
    private static readonly ServiceCatalog Catalog = ServiceCatalog.Default;

    [Fact]
    public void Every_service_loads_and_no_member_dangles()
    {
        var operations = 0;
        foreach (var entry in Catalog.Services)
        {
            var clock = Stopwatch.StartNew();
            var model = Catalog.Load(entry);
            if (clock.ElapsedMilliseconds > 10)
            {
                output.WriteLine($"{entry.Name}: {clock.ElapsedMilliseconds} ms, {model.Shapes.Length} shapes");
            }

            operations += model.Operations.Count;
            model.Operations.ShouldNotBeEmpty(entry.Name);
            foreach (var member in model.Shapes.SelectMany(MembersOf))
            {
                member.ShouldNotBeSameAs(Member.Unset, entry.Name);
                member.Shape.Name.ShouldNotBeEmpty();
            }
        }

        Catalog.Services.Length.ShouldBeGreaterThanOrEqualTo(424);
        operations.ShouldBeGreaterThan(18_000);
    }

    [Fact]
    public void One_service_is_found_by_name_and_carries_its_identity()
    {
        var model = Catalog.Get("events");
        model.ServiceId.ShouldBe("EventBridge");
        model.Entry.TargetPrefix.ShouldBe("AWSEvents");
        model.Entry.JsonVersion.ShouldBe("1.1");
        model.ApiVersion.ShouldBe("2015-10-07");
        model.Find("PutEvents")?.Input?.Find("Entries")?.IsRequired.ShouldBeTrue();
        Catalog.Find("nothing-of-the-kind").ShouldBeNull();
    }

    [Fact]
    public void Services_that_share_a_signing_name_or_a_target_prefix_are_all_found()
    {
        Catalog.BySigningName("s3").Select(entry => entry.Name).ShouldBe(["s3", "s3control"]);
        Catalog.BySigningName("elasticloadbalancing").Select(entry => entry.Name).ShouldBe(["elb", "elbv2"]);
        Catalog.BySigningName("rds").Select(entry => entry.Name).ShouldBe(["docdb", "neptune", "rds"]);
        Catalog.ByTargetPrefix("AmazonSQS").ShouldHaveSingleItem().Name.ShouldBe("sqs");
        Catalog.ByEndpointPrefix("monitoring").ShouldHaveSingleItem().Name.ShouldBe("cloudwatch");
    }

    [Fact]
    public void Traits_of_members_survive()
    {
        var s3 = Catalog.Get("s3");
        var put = s3.Find("PutObject").ShouldNotBeNull();
        put.HasInputBody.ShouldBeTrue();
        put.Input?.Find("Body")?.IsStreaming.ShouldBeTrue();
        put.Input?.Find("Key")?.Location.ShouldBe(MemberLocation.Uri);
        put.Input?.Find("Metadata")?.Location.ShouldBe(MemberLocation.Headers);
        put.Input?.Find("Metadata")?.LocationName.ShouldBe("x-amz-meta-");
        s3.Find("PutBucketEncryption")?.NeedsChecksum.ShouldBeTrue();
        s3.Find("ListObjectsV2")?.Paginator?.InputTokens.ShouldBe(["ContinuationToken"]);
        var ec2 = Catalog.Get("ec2");
        ec2.Find("RunInstances")?.Input?.Find("ClientToken")?.IsIdempotencyToken.ShouldBeTrue();
        ec2.FindError("nothing").ShouldBeNull();
        ec2.Waiters["InstanceRunning"].String("operation").ShouldBe("DescribeInstances");
    }

    [Fact]
    public void Sqs_has_its_query_form_beside_json()
    {
        var sqs = Catalog.Get("sqs");
        sqs.Entry.Protocols.ShouldBe(["json", "query"]);
        sqs.Entry.IsQueryCompatible.ShouldBeTrue();
        sqs.FindError("AWS.SimpleQueueService.NonExistentQueue")?.Name.ShouldBe("QueueDoesNotExist");
        sqs.Find("CreateQueue")?.Input?.Find("Attributes")?.QueryName.ShouldBe("Attribute");
        sqs.Find("ReceiveMessage")?.ResultWrapper.ShouldBe("ReceiveMessageResult");
    }

    private static IEnumerable<Member> MembersOf(Shape shape) => shape switch
    {
        Shape.Structure structure => structure.Members,
        Shape.List list => [list.Item],
        Shape.Map map => [map.Key, map.Value],
        _ => [],
    };
}
