using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Functions;

/// <summary>CreateAlias, UpdateAlias, GetAlias, DeleteAlias, ListAliases.</summary>
internal static class FunctionAliases
{
    public static JsonObject CreateAlias(OperationContext context)
    {
        var name = Owner(context);
        var alias = context.Input.String("Name") ?? "";
        if (alias.Length is 0 or > 128 || alias.All(char.IsAsciiDigit) || alias.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
        {
            throw FunctionErrors.Constraint("name", alias, "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }

        if (Find(context, name, alias) is not null)
        {
            throw FunctionErrors.Conflict($"Alias already exists: {name.Arn}:{alias}");
        }

        return Put(context, name, JsonObject.Of(
            ("AliasArn", $"{name.Arn}:{alias}"),
            ("Name", alias),
            ("FunctionVersion", context.Input["FunctionVersion"]),
            ("Description", context.Input["Description"] ?? "")));
    }

    public static JsonObject UpdateAlias(OperationContext context)
    {
        var name = Owner(context);
        var alias = Existing(context, name);
        foreach (var member in new[] { "FunctionVersion", "Description" })
        {
            alias = context.Input[member] is { } value ? alias.With(member, value) : alias;
        }

        return Put(context, name, alias);
    }

    public static JsonObject GetAlias(OperationContext context) => Existing(context, Owner(context));

    public static JsonObject DeleteAlias(OperationContext context)
    {
        context.State.Delete(context.Scope, Function.AliasType, $"{Owner(context).Name}:{context.Input.String("Name")}");
        return JsonObject.Empty;
    }

    public static JsonObject ListAliases(OperationContext context)
    {
        var name = Owner(context);
        var version = context.Input.String("FunctionVersion");
        return context.Input.Page("Aliases", context.State.List(name.Scope, Function.AliasType).Where(alias =>
            alias.String("AliasArn") == $"{name.Arn}:{alias.String("Name")}" && (version is null || alias.String("FunctionVersion") == version)));
    }

    private static FunctionName Owner(OperationContext context)
    {
        var name = FunctionName.Parse(context.Scope, context.Input.String("FunctionName")) with { Qualifier = null };
        context.Existing(name);
        return name;
    }

    private static JsonObject Put(OperationContext context, FunctionName name, JsonObject alias)
    {
        if (context.Input.Object("RoutingConfig")?.Object("AdditionalVersionWeights") is { Count: > 0 })
        {
            throw FunctionErrors.Invalid("RoutingConfig.AdditionalVersionWeights is not supported by Quell: an alias points at one version.");
        }

        context.Existing(name with { Qualifier = alias.String("FunctionVersion") });
        alias = alias.With("RevisionId", context.Transaction.Ids.Uuid());
        context.State.Put(name.Scope, Function.AliasType, $"{name.Name}:{alias.String("Name")}", alias);
        return alias;
    }

    private static JsonObject Existing(OperationContext context, FunctionName name)
    {
        var alias = context.Input.String("Name") ?? "";
        return Find(context, name, alias) ?? throw FunctionErrors.Missing($"Cannot find alias arn: {name.Arn}:{alias}");
    }

    private static JsonObject? Find(OperationContext context, FunctionName name, string alias) =>
        context.State.Get(name.Scope, Function.AliasType, $"{name.Name}:{alias}");
}
