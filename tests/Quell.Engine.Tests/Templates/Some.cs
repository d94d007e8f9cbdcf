using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates;
using Quell.Engine.Templates.Evaluation;

namespace Quell.Engine.Tests.Templates;

/// <summary>Templates and the world around them.</summary>
internal static class Some
{
    public static TemplateEnvironment Environment { get; } = new(
        new Scope("123456789012", "eu-west-1"), "demo", "arn:aws:cloudformation:eu-west-1:123456789012:stack/demo/1")
    {
        NotificationArns = ["arn:aws:sns:eu-west-1:123456789012:n"],
        Export = name => name == "shared-vpc" ? "vpc-1" : null,
        SsmParameter = name => name == "/cdk-bootstrap/hnb659fds/version" ? "21" : null,
    };

    public static Template Template(string text)
    {
        var (template, errors) = Engine.Templates.Template.Parse(text);
        errors.ShouldBeEmpty();
        return template.ShouldNotBeNull();
    }

    public static TemplateEvaluation Evaluation(string text, params (string Name, string Value)[] parameters)
    {
        var (evaluation, errors) = Start(text, parameters);
        errors.ShouldBeEmpty();
        return evaluation.ShouldNotBeNull();
    }

    public static (TemplateEvaluation? Evaluation, IReadOnlyList<TemplateError> Errors) Start(string text, params (string Name, string Value)[] parameters)
    {
        var (evaluation, errors) = TemplateEvaluation.Start(Template(text), Environment, parameters.ToDictionary(each => each.Name, each => each.Value));
        return (evaluation, errors);
    }

    public static ResourceAnswer Answer(string logicalId, string? attribute) => (logicalId, attribute) switch
    {
        ("Later", _) => ResourceAnswer.Later,
        (_, null) => $"arn:aws:sns:eu-west-1:123456789012:{logicalId.ToLowerInvariant()}",
        (_, "TopicName") => logicalId.ToLowerInvariant(),
        (_, "Arn") => $"arn:{logicalId}",
        (_, "Endpoint.Address") => "host",
        _ => ResourceAnswer.None,
    };

    public static string File(string name) => System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Templates", "Cases", name));

    /// <summary>The cases of a file of JSON lines.</summary>
    public static IEnumerable<JsonObject> Cases(string name) =>
        File(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonObject)JsonValue.Parse(line));
}
