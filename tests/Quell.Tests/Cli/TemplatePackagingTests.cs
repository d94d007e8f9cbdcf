using System.IO.Compression;
using Quell.Cli;
using Quell.Engine.Json;
using Quell.Engine.Templates;
using Quell.Functions;

namespace Quell.Tests.Cli;

public sealed class TemplatePackagingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_definition_beside_the_template_becomes_part_of_it()
    {
        _folder.Write("flow.asl.json", """{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "ä😀 \"${Word}\"", "End": true}}}""");
        _folder.Write("flow.asl.yaml", "StartAt: B\nStates:\n  B: {Type: Succeed}\n");
        var file = _folder.Write(
            "template.yaml",
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              One:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: flow.asl.json # beside it
                  DefinitionSubstitutions: {Word: x}
              Two:
                Type: AWS::StepFunctions::StateMachine
                Properties: {DefinitionS3Location: ./flow.asl.json, RoleArn: r}
              Three:
                Type: AWS::StepFunctions::StateMachine
                Properties: {DefinitionS3Location: "flow.asl.yaml", RoleArn: r}
            """);

        var template = Template.Parse(TemplatePackaging.Rehearsed.Read(file)).Template.ShouldNotBeNull();

        var one = (JsonObject)template.Resources["One"].Properties!.ToJson();
        var lines = ((JsonArray)one.Object("DefinitionString")!["Fn::Join"]!)[1].ShouldBeOfType<JsonArray>();
        JsonValue.Parse(string.Join('\n', lines.Strings)).ToString().ShouldContain("${Word}");
        var two = (JsonObject)JsonValue.Parse(template.Resources["Two"].Properties!["DefinitionString"]!.Text!);
        two.Object("States")!.Object("A")!.String("Result").ShouldBe("ä😀 \"${Word}\"");
        template.Resources["Three"].Properties!["DefinitionString"]!.Text!.ShouldContain("Succeed");
        template.Resources["Three"].Node.Line.ShouldBe(12);
    }

    [Fact]
    public void Code_beside_the_template_becomes_a_package()
    {
        _folder.Write("src/app.py", "import deep.part\n");
        _folder.Write("src/deep/part.py", "");
        _folder.Write("one.py", "pass\n");
        var file = _folder.Write(
            "template.json",
            """
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
              "A": {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "src", "Runtime": "python3.12", "Handler": "app.h", "Role": "r"}},
              "B": {"Type": "AWS::Lambda::Function", "Properties": {"Code": "one.py", "Runtime": "python3.12", "Handler": "one.h", "Role": "r"}}}}
            """);
        var packed = new List<string>();

        var body = new TemplatePackaging(source =>
        {
            packed.Add(source);
            return $"key-{packed.Count}";
        }).Read(file);

        var template = Template.Parse(body).Template.ShouldNotBeNull();
        template.Resources["A"].Properties!["Code"]!.ToJson().ShouldBe(JsonObject.Of(("S3Bucket", StoredPackages.LocalBucket), ("S3Key", "key-1")));
        template.Resources["B"].Properties!["Code"]!.ToJson().ShouldBe(JsonObject.Of(("S3Bucket", StoredPackages.LocalBucket), ("S3Key", "key-2")));
        Names(packed[0]).ShouldBe(["app.py", "deep/part.py"]);
        Names(packed[1]).ShouldBe(["one.py"]);
        FolderPackage.Of(packed[0]).ShouldBe(FolderPackage.Of(packed[0]));
    }

    [Fact]
    public void Names_every_path_that_leads_nowhere_with_its_line()
    {
        _folder.Write("broken.json", "{");
        var file = _folder.Write(
            "template.yaml",
            """
            Transform: AWS::Serverless-2016-10-31
            Globals: {Function: {CodeUri: nowhere}}
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/, Runtime: python3.12, Handler: app.h}}
              M: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: broken.json}}
            """);

        var wrong = Should.Throw<CliException>(() => TemplatePackaging.Rehearsed.Read(file)).Message;

        wrong.ShouldContain($"{file}: line 2, column 31: nowhere: there is no such file or folder beside the template. (Globals.Function.CodeUri)");
        wrong.ShouldContain($"{file}: line 4, column 62: src/: there is no such file or folder beside the template. (Resources.F.Properties.CodeUri)");
        wrong.ShouldContain($"{file}: line 5, column 72: broken.json: ");
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Names(string source)
    {
        using var archive = new ZipArchive(new MemoryStream(FolderPackage.Of(source)));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
