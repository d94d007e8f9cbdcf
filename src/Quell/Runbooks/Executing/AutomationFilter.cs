using System.Globalization;
using Quell.Engine.Json;
using Quell.Runbooks.Running;

namespace Quell.Runbooks.Executing;

/// <summary>Which automations are listed (API reference, AutomationExecutionFilter).</summary>
internal sealed class AutomationFilter
{
    private readonly List<(string Key, List<string> Values)> _filters;

    /// <exception cref="Aws.AwsException"><c>InvalidFilterKey</c>.</exception>
    public AutomationFilter(JsonArray filters)
    {
        _filters = [.. filters.Objects.Select(filter => (filter.String("Key") ?? "", filter.Array("Values").Items.OfType<JsonString>().Select(value => value.Value).ToList()))];
        if (_filters.Find(filter => filter.Key is "TargetResourceGroup" or "AutomationSubtype" or "OpsItemId") is { Key: { } unserved })
        {
            throw RunbookErrors.FilterKey(unserved);
        }
    }

    /// <summary>Whether it may be listed, by what its header tells.</summary>
    public bool MayHave(ListedAutomation listed)
    {
        var settings = RunbookSettings.From(listed.Header.Settings);
        return _filters.TrueForAll(filter => filter.Key switch
        {
            "DocumentNamePrefix" => filter.Values.Exists(value => settings.DocumentName.StartsWith(value, StringComparison.Ordinal)),
            "ExecutionId" => filter.Values.Contains(settings.ExecutionId),
            "ParentExecutionId" => filter.Values.Contains(settings.ParentId ?? ""),
            "StartTimeBefore" => filter.Values.TrueForAll(value => listed.Header.Created < StepFilter.Parsed(value)),
            "StartTimeAfter" => filter.Values.TrueForAll(value => listed.Header.Created > StepFilter.Parsed(value)),
            "AutomationType" => filter.Values.Contains("Local"),
            "TagKey" => settings.Tags.Objects.Any(tag => filter.Values.Contains(tag.String("Key") ?? "")),
            _ => true,
        });
    }

    /// <summary>Whether it is listed, by how it stands.</summary>
    public bool Has(JsonObject shown) => _filters.TrueForAll(filter => filter.Key switch
    {
        "ExecutionStatus" => filter.Values.Contains(shown.String("AutomationExecutionStatus") ?? ""),
        "CurrentAction" => filter.Values.Contains(shown.String("CurrentAction") ?? ""),
        _ => true,
    });
}
