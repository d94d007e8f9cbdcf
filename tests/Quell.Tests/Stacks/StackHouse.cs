using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Server;
using Quell.Stacks;

namespace Quell.Tests.Stacks;

/// <summary>A whole Quell without a port, in a folder of its own, to deploy stacks into.</summary>
internal sealed class StackHouse : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _keepsFolder;
    private int _calls;

    private StackHouse(string folder, bool keepsFolder, Func<ServerOptions, ServerOptions>? with = null)
    {
        (_folder, _keepsFolder) = (folder, keepsFolder);
        var options = new ServerOptions { DataFolder = folder };
        Engines = new Engines(with?.Invoke(options) ?? options, TimeProvider.System, NullLoggerFactory.Instance);
        Engines.Start();
    }

    public static Scope Scope { get; } = new(Scope.DefaultAccount, Scope.DefaultRegion);

    public Engines Engines { get; }

    public string Folder => _folder;

    public static StackHouse Open() => Open(options => options);

    public static StackHouse Open(Func<ServerOptions, ServerOptions> with) => new(Directory.CreateTempSubdirectory("quell-stacks-").FullName, keepsFolder: false, with);

    /// <summary>Opens a folder that somebody else deletes.</summary>
    public static StackHouse Open(string folder) => new(folder, keepsFolder: true);

    public Task<JsonObject> Call(string service, string operation, params (string Name, JsonValue? Value)[] input) => Call(service, operation, null, input);

    /// <summary>Puts an object into a bucket.</summary>
    public async Task Put(string bucket, string key, string content)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await Call("s3", "PutObject", await Engines.Blobs.Store(bytes, CancellationToken.None), ("Bucket", bucket), ("Key", key));
    }

    private async Task<JsonObject> Call(string service, string operation, Blob? body, params (string Name, JsonValue? Value)[] input)
    {
        var call = new Call
        {
            RequestId = new Guid(++_calls, 0, 0, new byte[8]).ToString(),
            Service = service,
            Operation = operation,
            Input = JsonObject.Of(input),
            Scope = Scope,
            Principal = Principal.Root(Scope.Account),
            Time = TimeProvider.System.GetUtcNow(),
            Body = body,
        };
        return (await Engines.Gate.Pass(call, CancellationToken.None)).Output;
    }

    public async Task<AwsException> Refused(string service, string operation, params (string Name, JsonValue? Value)[] input) =>
        await Should.ThrowAsync<AwsException>(() => Call(service, operation, input));

    /// <summary>Creates a stack and waits for its end.</summary>
    public async Task<JsonObject> Create(string name, string template, params (string Name, JsonValue? Value)[] more)
    {
        await Call("cloudformation", "CreateStack", [("StackName", name), ("TemplateBody", template), .. more]);
        return await Ended(name);
    }

    public async Task<JsonObject> Update(string name, string template, params (string Name, JsonValue? Value)[] more)
    {
        await Call("cloudformation", "UpdateStack", [("StackName", name), ("TemplateBody", template), .. more]);
        return await Ended(name);
    }

    /// <summary>Deletes a stack and gives what is left of it.</summary>
    public async Task<JsonObject> Delete(string name)
    {
        var id = (await Described(name)).String("StackId")!;
        await Call("cloudformation", "DeleteStack", ("StackName", name));
        return await Ended(id);
    }

    public async Task<JsonObject> Ended(string nameOrId)
    {
        await Engines.Stacks.Idle(Stack.Find(Engines.Store.Current, Scope, nameOrId)!.Key, CancellationToken.None);
        return await Described(nameOrId);
    }

    public async Task<JsonObject> Described(string nameOrId) =>
        (await Call("cloudformation", "DescribeStacks", ("StackName", nameOrId))).Array("Stacks").Objects.Single();

    /// <summary>The events, oldest first, as <c>LogicalId STATUS</c>.</summary>
    public async Task<List<string>> Events(string nameOrId) =>
        [.. (await Call("cloudformation", "DescribeStackEvents", ("StackName", nameOrId))).Array("StackEvents").Objects
            .Reverse().Select(each => $"{each.String("LogicalResourceId")} {each.String("ResourceStatus")}")];

    /// <summary>What went wrong, for the message of an assertion.</summary>
    public async Task<string> Reasons(string nameOrId) => string.Join(
        "\n", (await Call("cloudformation", "DescribeStackEvents", ("StackName", nameOrId))).Array("StackEvents").Objects
            .Where(each => each.Has("ResourceStatusReason"))
            .Select(each => $"{each.String("LogicalResourceId")} {each.String("ResourceStatus")} {each.String("ResourceStatusReason")}"));

    public async Task<string> PhysicalId(string stack, string logicalId) =>
        (await Call("cloudformation", "DescribeStackResource", ("StackName", stack), ("LogicalResourceId", logicalId)))
            .Object("StackResourceDetail")!.String("PhysicalResourceId")!;

    public async ValueTask DisposeAsync()
    {
        await Engines.DisposeAsync();
        if (!_keepsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
