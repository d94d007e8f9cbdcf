using Quell.Engine.Templates;
using Quell.Engine.Templates.Packaging;
using Quell.Engine.Templates.Reading;

namespace Quell.Engine.Tests.Templates.Packaging;

public sealed class SourceEditsTests
{
    [Theory]
    [InlineData("CodeUri: ./src # the code", "CodeUri: NEW # the code")]
    [InlineData("CodeUri: './src'", "CodeUri: NEW")]
    [InlineData("{CodeUri: \"./src\", Handler: a}", "{CodeUri: NEW, Handler: a}")]
    [InlineData("CodeUri:\n            ./src", "CodeUri:\n            NEW")]
    public void Puts_something_else_in_a_scalars_place_and_leaves_the_rest(string properties, string changed)
    {
        const string Head = "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n        ";
        Changed(Head + properties + "\n").ShouldBe(Head + changed + "\n");
    }

    [Fact]
    public void Does_the_same_in_JSON()
    {
        Changed("""{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "ä.h", "Code": "a\"b", "Role": "r"}}}}""")
            .ShouldBe("""{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "ä.h", "Code": NEW, "Role": "r"}}}}""");
    }

    [Theory]
    [InlineData("CodeUri: &code ./src")]
    [InlineData("CodeUri: >-\n          ./src")]
    public void Does_not_touch_what_it_does_not_understand(string properties)
    {
        var text = "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n        " + properties + "\n";
        var path = LocalPath.Of(Root(text)).Single();

        new SourceEdits(text).Replace(path.Member.Value.Line, path.Member.Value.Column, path.Value, "NEW").ShouldBeFalse();
    }

    [Theory]
    [InlineData("CodeUri: s3://bucket/key")]
    [InlineData("CodeUri: !Sub 's3://${Bucket}/key'")]
    [InlineData("CodeUri: {Bucket: b, Key: k}")]
    [InlineData("InlineCode: ./src")]
    public void A_place_in_S3_is_no_local_path(string property) =>
        LocalPath.Of(Root("Resources: {F: {Type: AWS::Serverless::Function, Properties: {" + property + "}}}")).ShouldBeEmpty();

    private static string Changed(string text)
    {
        var edits = new SourceEdits(text);
        foreach (var path in LocalPath.Of(Root(text)))
        {
            edits.Replace(path.Member.Value.Line, path.Member.Value.Column, path.Value, "NEW").ShouldBeTrue();
        }

        return edits.Apply();
    }

    private static TemplateNode.Map Root(string text)
    {
        var (root, errors) = TemplateText.Read(System.Text.Encoding.UTF8.GetBytes(text));
        errors.ShouldBeEmpty();
        return root.ShouldBeOfType<TemplateNode.Map>();
    }
}
