using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>
/// <c>ParameterFilters</c> (API Reference, ParameterStringFilter): a parameter passes that fits each of them, and fits one where
/// any of its values does.
/// </summary>
internal sealed class ParameterFilters
{
    private static readonly string[] Types = ["String", "StringList", "SecureString"];
    private static readonly string[] Tiers = ["Standard", "Advanced", "Intelligent-Tiering"];

    private readonly List<Filter> _filters;

    private ParameterFilters(JsonArray filters) => _filters = [.. filters.Objects.Select(Filter.Of)];

    /// <summary>Those of DescribeParameters.</summary>
    public static ParameterFilters Of(JsonArray filters) =>
        Checked(new(filters), filter => filter.Key != "Label", "[Path, Name, Type, KeyId, Tier]");

    /// <summary>Those of GetParametersByPath.</summary>
    public static ParameterFilters ByPath(JsonArray filters) =>
        Checked(new(filters), filter => filter.Key is "Type" or "KeyId" or "Label", "[Type, KeyId]");

    public bool Pass(JsonObject parameter) => _filters.TrueForAll(filter => filter.Fits(parameter));

    private static ParameterFilters Checked(ParameterFilters filters, Func<Filter, bool> isKnown, string known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var filter in filters._filters)
        {
            if (!isKnown(filter))
            {
                throw ParameterErrors.BadFilterKey($"The following filter key is not valid: {filter.Key}. Valid filter keys include: {known}.");
            }

            if (filter.Values.Count == 0 && !filter.IsTag)
            {
                throw ParameterErrors.BadFilterValue($"The following filter values are missing : null for filter key {filter.Key}.");
            }

            if (!seen.Add(filter.Key))
            {
                throw ParameterErrors.BadFilterKey(
                    $"The following filter is duplicated in the request: {filter.Key}. A request can contain only one occurrence of a specific filter.");
            }

            CheckOption(filter);
            CheckValues(filter);
        }

        return filters;
    }

    private static void CheckOption(Filter filter)
    {
        string[] options = filter.Key switch
        {
            "Path" => ["Recursive", "OneLevel"],
            "Name" => ["BeginsWith", "Equals", "Contains"],
            "Label" => ["Equals"],
            _ => ["BeginsWith", "Equals"],
        };
        if (!options.Contains(filter.Option))
        {
            var shown = filter.Key == "Name" ? "BeginsWith, Equals" : string.Join(", ", options);
            throw ParameterErrors.BadFilterOption($"The following filter option is not valid: {filter.Option}. Valid options include: [{shown}].");
        }
    }

    private static void CheckValues(Filter filter)
    {
        var allowed = filter.Key switch { "Type" => Types, "Tier" => Tiers, _ => null };
        if (allowed is not null && filter.Values.Find(value => !allowed.Contains(value)) is { } wrong)
        {
            throw ParameterErrors.BadFilterOption($"The following filter value is not valid: {wrong}. Valid values include: [{string.Join(", ", allowed)}].");
        }

        if (filter.Key == "Path")
        {
            foreach (var path in filter.Values)
            {
                CheckPath(path);
            }
        }
    }

    private static void CheckPath(string path)
    {
        if (path.StartsWith("/aws", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/ssm", StringComparison.OrdinalIgnoreCase))
        {
            throw ParameterErrors.Validation(
                "Filters for common parameters can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). "
                + "When using global parameters, please specify within a global namespace.");
        }

        if (!ParameterPath.IsValid(path))
        {
            throw ParameterErrors.BadPath();
        }
    }

    private sealed record Filter(string Key, string Option, List<string> Values)
    {
        public bool IsTag => Key.StartsWith("tag:", StringComparison.Ordinal);

        public static Filter Of(JsonObject filter)
        {
            var key = filter.String("Key") ?? "";
            return new(key, filter.String("Option") ?? (key == "Path" ? "OneLevel" : "Equals"), [.. filter.Array("Values").Strings]);
        }

        public bool Fits(JsonObject parameter) => Key switch
        {
            "Path" => Values.Exists(path => ParameterPath.IsUnder(parameter, path, Option == "Recursive")),
            "Name" => FitsName(ParameterName.PathOf(parameter.String("Name") ?? "")),
            "Label" => parameter.Array("Labels").Strings.Any(Values.Contains),
            _ when IsTag => parameter.Array(ParameterStore.Tags).Objects
                .Any(tag => tag.String("Key") == Key["tag:".Length..] && (Values.Count == 0 || FitsText(tag.String("Value") ?? ""))),
            _ => parameter.String(Key) is { } text && FitsText(text),
        };

        /// <summary>A name is the same with and without its first slash.</summary>
        private bool FitsName(string name) => Option == "Contains"
            ? Values.Exists(value => name.Contains(value, StringComparison.Ordinal))
            : Values.Exists(value => Option == "Equals" ? name == ParameterName.PathOf(value) : name.StartsWith(ParameterName.PathOf(value), StringComparison.Ordinal));

        private bool FitsText(string text) => Values.Exists(value => Option == "Equals" ? text == value : text.StartsWith(value, StringComparison.Ordinal));
    }
}
