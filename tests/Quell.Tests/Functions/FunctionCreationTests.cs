using System.IO.Compression;
using System.Text;
using Quell.Engine.Json;

namespace Quell.Tests.Functions;

/// <summary>Functions as resources: nothing runs here.</summary>
public sealed class FunctionCreationTests
{
    private const string Source = "def handler(event, context): return 1";

    [Fact]
    public async Task A_function_is_described_as_it_was_created()
    {
        await using var bench = await FunctionBench.Start();

        var created = await bench.Python("fix", Source, ("Timeout", 30), ("Tags", JsonObject.Of(("team", "net"))));

        created.String("FunctionArn").ShouldBe("arn:aws:lambda:eu-west-1:123456789012:function:fix");
        (created.String("Version"), created.String("State"), created.Long("Timeout"), created.Long("MemorySize")).ShouldBe(("$LATEST", "Active", 30, 128));
        created.Has("Tags").ShouldBeFalse();
        (await bench.Call("lambda", "GetFunctionConfiguration", ("FunctionName", "fix"))).ShouldBe(created);
        var found = await bench.Call("lambda", "GetFunction", ("FunctionName", created.String("FunctionArn") ?? ""));
        found.Object("Configuration").ShouldBe(created);
        found.Object("Tags").ShouldBe(JsonObject.Of(("team", "net")));
        (await bench.Call("lambda", "ListFunctions")).Array("Functions").ShouldBe([created]);
    }

    [Fact]
    public async Task Names_that_are_taken_or_missing_are_refused_in_lambdas_words()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("fix", Source);

        var taken = await Should.ThrowAsync<Aws.AwsException>(() => bench.Python("fix", Source));
        (taken.Code, taken.Message, taken.Status).ShouldBe(("ResourceConflictException", "Function already exist: fix", 409));
        var missing = await bench.Refused("lambda", "GetFunction", ("FunctionName", "other"));
        (missing.Code, missing.Message, missing.Status)
            .ShouldBe(("ResourceNotFoundException", "Function not found: arn:aws:lambda:eu-west-1:123456789012:function:other", 404));
    }

    [Theory]
    [InlineData("""{"Runtime": "ruby3.3"}""", "InvalidParameterValueException", "python3.12")]
    [InlineData("""{"Timeout": 901}""", "ValidationException", "less than or equal to 900")]
    [InlineData("""{"MemorySize": 64}""", "ValidationException", "greater than or equal to 128")]
    [InlineData("""{"Role": "role"}""", "ValidationException", "'role'")]
    [InlineData("""{"Environment": {"Variables": {"AWS_REGION": "x"}}}""", "InvalidParameterValueException", "Reserved keys used in this request: AWS_REGION")]
    [InlineData("""{"Layers": ["arn:aws:lambda:eu-west-1:1:layer:x:1"]}""", "InvalidParameterValueException", "Layers is not supported")]
    [InlineData("""{"Code": {"ZipFile": "bm8gemlw"}}""", "InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again.")]
    [InlineData("""{"Code": {"S3Bucket": "b", "S3Key": "k"}}""", "InvalidParameterValueException", "NoSuchKey")]
    public async Task A_setting_that_cannot_be_is_refused(string members, string code, string text)
    {
        await using var bench = await FunctionBench.Start();

        var refusal = await Should.ThrowAsync<Aws.AwsException>(() => bench.Python(
            "fix", Source, [.. ((JsonObject)JsonValue.Parse(members)).Select(member => (member.Key, (JsonValue?)member.Value))]));

        refusal.Code.ShouldBe(code);
        refusal.Message.ShouldContain(text);
    }

    [Theory]
    [InlineData("../out.py")]
    [InlineData("/etc/out.py")]
    [InlineData("a/../../out.py")]
    [InlineData("..\\out.py")]
    public async Task An_entry_that_leads_outside_its_folder_is_refused(string name)
    {
        await using var bench = await FunctionBench.Start();

        var refusal = await Should.ThrowAsync<Aws.AwsException>(() => bench.Create("fix", "python3.12", FunctionBench.Zip(name, Source)));

        refusal.Message.ShouldContain("leads outside its folder");
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_by_what_it_unpacks_to()
    {
        await using var bench = await FunctionBench.Start();
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var content = await archive.CreateEntry("zeros").OpenAsync();
            var zeros = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 251; megabyte++)
            {
                await content.WriteAsync(zeros);
            }
        }

        var refusal = await Should.ThrowAsync<Aws.AwsException>(() => bench.Create("fix", "python3.12", Convert.ToBase64String(bytes.ToArray())));

        refusal.Message.ShouldBe("Unzipped size must be smaller than 262144000 bytes");
    }

    [Fact]
    public async Task Versions_and_aliases_keep_what_was_published()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("fix", Source);

        (await bench.Call("lambda", "PublishVersion", ("FunctionName", "fix"))).String("Version").ShouldBe("1");
        (await bench.Call("lambda", "PublishVersion", ("FunctionName", "fix"))).String("Version").ShouldBe("1");
        await bench.Call("lambda", "UpdateFunctionConfiguration", ("FunctionName", "fix"), ("Timeout", 9));
        (await bench.Call("lambda", "PublishVersion", ("FunctionName", "fix"))).String("Version").ShouldBe("2");
        await bench.Call("lambda", "CreateAlias", ("FunctionName", "fix"), ("Name", "live"), ("FunctionVersion", "1"));

        (await bench.Call("lambda", "GetFunctionConfiguration", ("FunctionName", "fix:live"))).Long("Timeout").ShouldBe(3);
        (await bench.Refused("lambda", "DeleteFunction", ("FunctionName", "fix"), ("Qualifier", "1"))).Code.ShouldBe("ResourceConflictException");
        (await bench.Call("lambda", "ListVersionsByFunction", ("FunctionName", "fix"))).Array("Versions").Objects
            .Select(version => version.String("Version")).ShouldBe(["$LATEST", "1", "2"]);
    }

    [Fact]
    public async Task A_permission_is_a_statement_of_the_functions_policy()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("fix", Source);
        (await bench.Refused("lambda", "GetPolicy", ("FunctionName", "fix"))).Code.ShouldBe("ResourceNotFoundException");

        await bench.Call("lambda", "AddPermission", ("FunctionName", "fix"), ("StatementId", "s"), ("Action", "lambda:InvokeFunction"),
            ("Principal", "events.amazonaws.com"), ("SourceArn", "arn:aws:events:eu-west-1:123456789012:rule/r"));

        var policy = (JsonObject)JsonValue.Parse((await bench.Call("lambda", "GetPolicy", ("FunctionName", "fix"))).String("Policy") ?? "");
        policy.Array("Statement").Objects.Single().ShouldBe(JsonValue.Parse("""
            {"Sid": "s", "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "lambda:InvokeFunction",
             "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:fix",
             "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/r"}}}
            """));
        await bench.Call("lambda", "RemovePermission", ("FunctionName", "fix"), ("StatementId", "s"));
        (await bench.Refused("lambda", "GetPolicy", ("FunctionName", "fix"))).Code.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public async Task An_invocation_that_cannot_be_is_refused_before_anything_runs()
    {
        await using var bench = await FunctionBench.Start();
        await bench.Python("fix", Source);
        var malformed = Convert.ToBase64String(Encoding.UTF8.GetBytes("{"));

        (await bench.Refused("lambda", "Invoke", ("FunctionName", "none"))).Code.ShouldBe("ResourceNotFoundException");
        (await bench.Refused("lambda", "Invoke", ("FunctionName", "fix"), ("Payload", malformed))).Code.ShouldBe("InvalidRequestContentException");
        (await bench.Call("lambda", "Invoke", ("FunctionName", "fix"), ("InvocationType", "DryRun"))).Long("StatusCode").ShouldBe(204);
    }
}
