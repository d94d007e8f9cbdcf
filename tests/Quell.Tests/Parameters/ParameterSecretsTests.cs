using System.Text;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Tests.Stacks;

namespace Quell.Tests.Parameters;

/// <summary>A Quell with its files: what a SecureString holds is in none of them.</summary>
public sealed class ParameterSecretsTests : IDisposable
{
    private const string Secret = "s3cret-of-a-parameter";

    private readonly string _folder = Directory.CreateTempSubdirectory("quell-secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_secret_is_in_no_file_and_still_there_after_a_restart()
    {
        await using (var house = StackHouse.Open(_folder))
        {
            await Call(house, "PutParameter", """{"Name":"/db/password","Value":"s3cret-of-a-parameter","Type":"SecureString","Description":"seen"}""");
            await Call(house, "PutParameter", """{"Name":"/db/password","Value":"s3cret-of-a-parameter","Overwrite":true}""");
            await Should.ThrowAsync<AwsException>(() => Call(house, "PutParameter", """{"Name":"/db/password","Value":"s3cret-of-a-parameter","Type":"SecureString"}"""));
            (await Call(house, "GetParameter", """{"Name":"/db/password","WithDecryption":true}""")).Object("Parameter")!.String("Value").ShouldBe(Secret);
        }

        FilesWith("seen").ShouldNotBeEmpty("the search finds what is there");
        FilesWith(Secret).ShouldBeEmpty();

        await using var again = StackHouse.Open(_folder);
        (await Call(again, "GetParameterHistory", """{"Name":"/db/password","WithDecryption":true}""")).Array("Parameters").Objects
            .Select(version => version.String("Value")).ShouldBe([Secret, Secret]);
    }

    /// <summary>A call of an execution: it leaves a change behind as well as a record in the trail.</summary>
    private static async Task<JsonObject> Call(StackHouse house, string operation, string input) => (await house.Engines.Gate.Pass(
        new()
        {
            RequestId = Guid.NewGuid().ToString(),
            Service = "ssm",
            Operation = operation,
            Input = (JsonObject)JsonValue.Parse(input),
            Scope = StackHouse.Scope,
            Principal = Principal.Root(StackHouse.Scope.Account),
            Time = TimeProvider.System.GetUtcNow(),
            Cause = new("execution"),
        },
        CancellationToken.None)).Output;

    private List<string> FilesWith(string text) =>
        [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(file => Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
