namespace Quell.Tests.Stacks;

public sealed class ArchiveStackTests
{
    private const string Template =
        """
        Resources:
          Bus:
            Type: AWS::Events::EventBus
            Properties: {Name: orders}
          Archive:
            Type: AWS::Events::Archive
            Properties:
              SourceArn: !GetAtt Bus.Arn
              EventPattern: {source: [shop]}
              RetentionDays: 7
        Outputs:
          Arn: {Value: !GetAtt Archive.Arn}
        """;

    [Fact, Trait("Requirement", "D7")]
    public async Task An_archive_is_created_updated_and_deleted_with_its_stack()
    {
        await using var house = StackHouse.Open();
        var stack = await house.Create("archives", Template);
        stack.String("StackStatus").ShouldBe("CREATE_COMPLETE", await house.Reasons("archives"));
        var name = await house.PhysicalId("archives", "Archive");
        stack.Array("Outputs").Objects.Single().String("OutputValue").ShouldBe($"arn:aws:events:us-east-1:000000000000:archive/{name}");
        var archive = await house.Call("events", "DescribeArchive", ("ArchiveName", name));
        (archive.String("EventPattern"), archive.Long("RetentionDays")).ShouldBe(("""{"source":["shop"]}""", 7));

        await house.Update("archives", Template.Replace("EventPattern: {source: [shop]}", "Description: all", StringComparison.Ordinal));
        archive = await house.Call("events", "DescribeArchive", ("ArchiveName", name));
        (archive.Has("EventPattern"), archive.String("Description")).ShouldBe((false, "all"));

        (await house.Delete("archives")).String("StackStatus").ShouldBe("DELETE_COMPLETE");
        (await house.Refused("events", "DescribeArchive", ("ArchiveName", name))).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public async Task A_bad_pattern_is_refused_before_anything_is_made()
    {
        await using var house = StackHouse.Open();
        var refused = await house.Refused(
            "cloudformation", "CreateStack", ("StackName", "bad"), ("TemplateBody", Template.Replace("source: [shop]", "source: shop", StringComparison.Ordinal)));
        refused.Message.ShouldContain("Archive");
    }
}
