using Quell.Engine.Runbooks.Actions;
using Quell.Engine.Runbooks.Reading;
using Quell.Engine.Runbooks.Values;
using Quell.Engine.Templates;

namespace Quell.Engine.Runbooks.Checking;

/// <summary>
/// Checks a step that calls an API against the service's model: that service and operation exist, and the parameters beside them
/// (Systems Manager User Guide, "aws:executeAwsApi").
/// </summary>
internal sealed class ApiCheck(Inspection inspection, InputCheck inputs)
{
    private const string Service = "Service";
    private const string Api = "Api";

    /// <summary>Parameters inside each other; types may contain themselves, texts may not.</summary>
    private const int Deepest = 100;

    /// <returns>The operation that the step calls; null where that is not known.</returns>
    public ApiOperation? Check(StepSite site, ActionInputs action)
    {
        if (Operation(site) is not { } operation)
        {
            return null;
        }

        foreach (var member in site.Step.InputsSource?.Members ?? [])
        {
            if (action.Find(member.Name) is not null)
            {
                continue;
            }

            var path = site.InputsPath.Member(member.Name);
            if (operation.Input.Find(member.Name) is { } shape)
            {
                CheckValue(member.Value, shape, $"the parameter '{member.Name}' of {operation.Name}", path, 0);
            }
            else
            {
                inspection.Mistakes.Add(
                    MistakeCode.UnknownMember, $"{operation.Name} has no parameter '{member.Name}'{Hint(member.Name, operation.Input)}", path, member.Line, member.Column);
            }
        }

        foreach (var missing in operation.Input.Required.Where(name => site.Input(name) is null))
        {
            inspection.Mistakes.Add(
                MistakeCode.MissingMember, $"{operation.Name} has to have the parameter '{missing}'", site.InputsPath, (TemplateNode?)site.Step.InputsSource ?? site.Node);
        }

        if (operation.Streams)
        {
            inspection.Warnings.Add(
                MistakeCode.Ignored, $"{operation.Name} takes or answers with a stream, which Automation does not support", site.InputsPath.Member(Api), site.Input(Api) ?? site.Node);
        }

        return operation;
    }

    /// <summary>The operation that a step names, where it names one without a reference; reports names that there are none of.</summary>
    private ApiOperation? Operation(StepSite site)
    {
        if (inspection.Apis is not { } apis || site.Input(Service) is not TemplateNode.Scalar service || site.Input(Api) is not TemplateNode.Scalar api
            || ValueTypes.HasReference(service) || ValueTypes.HasReference(api))
        {
            return null;
        }

        if (apis.Find(service.Value) is not { } known)
        {
            inspection.Mistakes.Add(
                MistakeCode.UnknownService, $"AWS has no service '{service.Value}'{Nearest(service.Value, apis.Services)}", site.InputsPath.Member(Service), service);
            return null;
        }

        if (known.Find(api.Value) is { } operation)
        {
            return operation;
        }

        inspection.Mistakes.Add(
            MistakeCode.UnknownApi, $"{known.Name} has no operation '{api.Value}'{Nearest(api.Value, known.Operations)}", site.InputsPath.Member(Api), api);
        return null;
    }

    private void CheckValue(TemplateNode node, ApiShape shape, string what, TemplatePath path, int depth)
    {
        if (depth > Deepest || shape is ApiShape.Other || node is TemplateNode.Scalar { Type: ScalarType.Null })
        {
            return;
        }

        if (ValueTypes.Alone(node) is { } reference)
        {
            CheckReference(reference, shape, what, path, node);
            return;
        }

        switch (node, shape)
        {
            case (TemplateNode.Map map, ApiShape.Structure structure):
                CheckMembers(map, structure, what, path, depth);
                break;
            case (TemplateNode.Map map, ApiShape.Map of):
                foreach (var member in map.Members)
                {
                    CheckValue(member.Value, of.Value(), $"'{member.Name}' in {what}", path.Member(member.Name), depth + 1);
                }

                break;
            case (TemplateNode.List list, ApiShape.List of):
                CheckItems(list, of.Item(), what, path, depth);
                break;
            case (TemplateNode.Scalar scalar, _) when Reads(scalar, shape):
                break;
            default:
                inspection.Mistakes.Add(MistakeCode.WrongType, $"{what} is {NodeReader.Described(node)}; {Wanted(shape)} is wanted", path, node);
                break;
        }
    }

    private void CheckMembers(TemplateNode.Map map, ApiShape.Structure structure, string what, TemplatePath path, int depth)
    {
        foreach (var member in map.Members)
        {
            if (structure.Find(member.Name) is { } shape)
            {
                CheckValue(member.Value, shape, $"'{member.Name}' in {what}", path.Member(member.Name), depth + 1);
            }
            else if (!member.Name.Contains("{{", StringComparison.Ordinal))
            {
                inspection.Mistakes.Add(
                    MistakeCode.UnknownMember, $"{what} has no '{member.Name}'{Hint(member.Name, structure)}", path.Member(member.Name), member.Line, member.Column);
            }
        }

        foreach (var missing in structure.Required.Where(name => map[name] is null && !map.Members.Any(member => member.Name.Contains("{{", StringComparison.Ordinal))))
        {
            inspection.Mistakes.Add(MistakeCode.MissingMember, $"{what} has to have '{missing}'", path, map);
        }
    }

    private void CheckItems(TemplateNode.List list, ApiShape item, string what, TemplatePath path, int depth)
    {
        for (var index = 0; index < list.Items.Length; index++)
        {
            var type = ValueTypes.Alone(list.Items[index]) is { } reference ? ValueTypes.Of(reference, inspection) : null;
            var wanted = (type, item) switch
            {
                // A reference to a list stands for its elements.
                (RunbookType.StringList or RunbookType.MapList, ApiShape.Structure or ApiShape.Map) => InputType.MapList,
                (RunbookType.StringList or RunbookType.MapList, not ApiShape.Other) => InputType.TextList,
                (RunbookType.StringMap, ApiShape.Text) => InputType.Text,
                _ => default(InputType?),
            };
            if (wanted is { } fitting)
            {
                inputs.CheckType(list.Items[index], fitting, $"item {index + 1} of {what}", path.Item(index));
            }
            else
            {
                CheckValue(list.Items[index], item, $"item {index + 1} of {what}", path.Item(index), depth + 1);
            }
        }
    }

    private void CheckReference(Reference reference, ApiShape shape, string what, TemplatePath path, TemplateNode node)
    {
        var fits = (ValueTypes.Of(reference, inspection), shape) switch
        {
            (null, _) or (_, ApiShape.Other or ApiShape.Text) => true,
            ({ } type, ApiShape.Number) => ValueTypes.Fits(type, InputType.Integer),
            ({ } type, ApiShape.Boolean) => ValueTypes.Fits(type, InputType.Boolean),
            ({ } type, ApiShape.Structure or ApiShape.Map) => ValueTypes.Fits(type, InputType.Map),
            ({ } type, ApiShape.List { Item: var item }) => ValueTypes.Fits(type, item() is ApiShape.Structure or ApiShape.Map ? InputType.MapList : InputType.TextList),
            _ => true,
        };
        if (!fits)
        {
            inspection.Mistakes.Add(
                MistakeCode.WrongType, $"{what} is {reference}, which is of type {ValueTypes.Of(reference, inspection)}; {Wanted(shape)} is wanted", path, node);
        }
    }

    private static bool Reads(TemplateNode.Scalar scalar, ApiShape shape) => shape switch
    {
        ApiShape.Text => true,
        ApiShape.Number(var isWhole) => ValueTypes.Reads(scalar, InputType.Integer) || (!isWhole && double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out _)),
        ApiShape.Boolean => ValueTypes.Reads(scalar, InputType.Boolean),
        ApiShape.Structure or ApiShape.Map => ValueTypes.Reads(scalar, InputType.Map),
        _ => ValueTypes.Reads(scalar, InputType.MapList),
    };

    private static string Wanted(ApiShape shape) => shape switch
    {
        ApiShape.Text => "a text",
        ApiShape.Number(var isWhole) => isWhole ? "a whole number" : "a number",
        ApiShape.Boolean => "true or false",
        ApiShape.List => "a list",
        _ => "a map",
    };

    private static string Hint(string name, ApiShape.Structure structure) => Spelling.Hint(name, structure.Members);

    private static string Nearest(string name, IEnumerable<string> known) => Spelling.Nearest(name, known) is { } near ? $"; did you mean '{near}'?" : "";
}
