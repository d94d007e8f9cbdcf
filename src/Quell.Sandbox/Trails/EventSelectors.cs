using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trails;

/// <summary>Which events a trail is to log (CloudTrail User Guide, "Logging data events").</summary>
internal static class EventSelectors
{
    private const string Basic = "EventSelectors";
    private const string Advanced = "AdvancedEventSelectors";
    private const int MostBasic = 5;
    private const int MostAdvanced = 500;

    private static readonly JsonObject Usual = JsonObject.Of(
        ("ReadWriteType", "All"),
        ("IncludeManagementEvents", true),
        ("DataResources", JsonArray.Empty),
        ("ExcludeManagementEventSources", JsonArray.Empty));

    public static JsonObject GetEventSelectors(OperationContext context) => Answer(AccountTrail.Get(context, "TrailName"));

    /// <summary>Replaces the trail's selectors, of either kind.</summary>
    public static JsonObject PutEventSelectors(OperationContext context)
    {
        var trail = AccountTrail.AtHome(context, "TrailName");
        var (basic, advanced) = (context.Input.Array(Basic), context.Input.Array(Advanced));
        if (basic.Count > 0 == advanced.Count > 0)
        {
            throw TrailErrors.InvalidSelectors("You must specify either EventSelectors or AdvancedEventSelectors, but not both.");
        }

        if (basic.Count > MostBasic || advanced.Objects.Sum(ConditionsOf) > MostAdvanced)
        {
            throw TrailErrors.InvalidSelectors("The maximum number of event selectors has been exceeded.");
        }

        if (basic.Objects.Any(selector => selector.Bool("IncludeManagementEvents") is false && selector.Array("DataResources").Count == 0))
        {
            throw TrailErrors.InvalidSelectors("Event selector must include management events or data events.");
        }

        if (advanced.Objects.Any(selector => !selector.Array("FieldSelectors").Objects.Any(IsCategory)))
        {
            throw TrailErrors.InvalidSelectors("An advanced event selector must have a field selector on eventCategory.");
        }

        var selectors = basic.Count > 0
            ? JsonObject.Of((Basic, JsonArray.From(basic.Objects.Select(Usual.Merge))))
            : JsonObject.Of((Advanced, advanced));
        var isCustom = advanced.Count > 0 || !selectors.Array(Basic).Objects.All(Usual.Equals);
        var value = trail.Value.With(AccountTrail.SelectorsMember, selectors).With("HasCustomEventSelectors", isCustom);
        trail.Put(context.State, value);
        return Answer(trail with { Value = value });
    }

    private static JsonObject Answer(AccountTrail trail) => JsonObject.Of(("TrailARN", trail.Arn))
        .Merge(trail.Value.Object(AccountTrail.SelectorsMember) ?? JsonObject.Of((Basic, new JsonArray([Usual]))));

    private static bool IsCategory(JsonObject field) => field.String("Field") == "eventCategory" && field.Array("Equals").Count > 0;

    private static int ConditionsOf(JsonObject selector) => selector.Array("FieldSelectors").Objects
        .Sum(field => field.Names.Where(name => name != "Field").Sum(name => field.Array(name).Count));
}
