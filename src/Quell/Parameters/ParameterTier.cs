using Quell.Aws;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Parameters;

/// <summary>Which tier a parameter is put into (Systems Manager User Guide, "Managing parameter tiers").</summary>
internal static class ParameterTier
{
    private const string Standard = "Standard";
    private const string Advanced = "Advanced";
    private const string Guide = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

    private const int StandardLength = 4096;
    private const int AdvancedLength = 8192;
    private const int MostStandard = 10_000;
    private const int MostAdvanced = 100_000;

    /// <param name="before">The parameter as it is; null where it is new.</param>
    public static string Of(OperationContext context, JsonObject? before, string value, bool hasPolicies)
    {
        var was = before?.String("Tier");
        var isFull = before is null && Count(context, Standard) >= MostStandard;
        var tier = (context.Input.String("Tier") ?? was ?? Standard) switch
        {
            Standard => Standard,
            Advanced => Advanced,
            _ => was == Advanced || hasPolicies || value.Length > StandardLength || isFull ? Advanced : Standard,
        };
        Check(tier, was, value.Length, hasPolicies);
        return before is not null || (tier == Standard ? !isFull : Count(context, Advanced) < MostAdvanced) ? tier : throw new AwsException(
            "ParameterLimitExceeded", "You have exceeded the number of parameters for this Amazon Web Services account. Delete one or more parameters and try again.");
    }

    /// <summary>How many parameters of the tier there are; looked at only where all together could be too many.</summary>
    private static int Count(OperationContext context, string tier)
    {
        var all = context.State.Current.List(context.Scope, ParameterStore.Type);
        return all.Count < MostStandard ? all.Count : all.Values.Count(parameter => parameter.String("Tier") == tier);
    }

    private static void Check(string tier, string? was, int length, bool hasPolicies)
    {
        if (tier == Standard && was == Advanced)
        {
            throw ParameterErrors.Validation(
                "You can't revert an advanced parameter to a standard parameter. If you no longer need it, delete it and create it as a new standard "
                + $"parameter. For more information, see {Guide}");
        }

        if (tier == Standard && length > StandardLength)
        {
            throw ParameterErrors.Validation(
                $"Standard tier parameters support a maximum parameter value of {StandardLength} characters. To create a larger parameter value, "
                + $"upgrade the parameter to use the advanced-parameter tier. For more information, see {Guide}");
        }

        if (length > AdvancedLength)
        {
            throw ParameterErrors.Validation($"Advanced tier parameters support a maximum parameter value of {AdvancedLength} characters.");
        }

        if (tier == Standard && hasPolicies)
        {
            throw ParameterErrors.Validation($"Parameter policies need the advanced-parameter tier. For more information, see {Guide}");
        }
    }
}
