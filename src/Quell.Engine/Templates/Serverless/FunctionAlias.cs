using Quell.Engine.Json;

namespace Quell.Engine.Templates.Serverless;

/// <summary>
/// The version and the alias that <c>AutoPublishAlias</c> makes. The version's logical id has a hash of what makes a new version
/// of the function, so that an update that changes it publishes one, and keeps those before.
/// </summary>
internal sealed class FunctionAlias
{
    private readonly ServerlessDocument _document;
    private readonly ServerlessResource _function;
    private readonly string _name;
    private readonly string _version;

    /// <param name="document">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="name">The alias's name.</param>
    /// <param name="lambda">The properties of the function that was made of it.</param>
    /// <param name="codeHash">What <c>AutoPublishCodeSha256</c> says; null where the template does not say it.</param>
    public FunctionAlias(ServerlessDocument document, ServerlessResource function, string name, TemplateNode.Map lambda, string? codeHash)
    {
        (_document, _function, _name) = (document, function, name);
        _version = $"{function.LogicalId}Version{(codeHash is null ? Hash(lambda) : LogicalIdHash.Shortened(codeHash))}";
        LogicalId = $"{function.LogicalId}Alias{name.Replace("-", "D", StringComparison.Ordinal).Replace("_", "U", StringComparison.Ordinal)}";
    }

    public string LogicalId { get; }

    public string Name => _name;

    public void Put()
    {
        var (write, properties) = (_function.Write, _function.Properties);
        var keeps = _function.Node["DeletionPolicy"] is null
            ? [write.Member("DeletionPolicy", properties["VersionDeletionPolicy"] ?? write.Text("Retain"))]
            : Enumerable.Empty<TemplateNode.Member>();
        _document.Add(_function, _version, "AWS::Lambda::Version", write.Map(
            ("FunctionName", write.Ref(_function.LogicalId)), ("Description", properties["VersionDescription"])), keeps);
        _document.Add(_function, LogicalId, "AWS::Lambda::Alias", write.Map(
            ("Name", write.Text(_name)),
            ("FunctionName", write.Ref(_function.LogicalId)),
            ("FunctionVersion", write.GetAtt(_version, "Version"))));
    }

    /// <summary>SAM's hash of the code's place and the settings that count, parameters resolved.</summary>
    private string Hash(TemplateNode.Map lambda)
    {
        if (_function.Properties["AutoPublishAliasAllProperties"].IsTrue())
        {
            return LogicalIdHash.Of(_function.Properties["Role"] is { } role ? lambda.With(_function.Write.Member("Role", role)).ToJson() : lambda.ToJson());
        }

        var code = lambda["Code"] is { } place ? _document.Parameters.Resolve(place).ToJson() as JsonObject : null;
        var hashed = (code ?? JsonObject.Empty).Merge(lambda["Environment"]?.ToJson() as JsonObject ?? JsonObject.Empty);
        return LogicalIdHash.Of(lambda["MemorySize"] is { } memory && memory.IsGiven() ? hashed.With("MemorySize", memory.ToJson()) : hashed);
    }
}
