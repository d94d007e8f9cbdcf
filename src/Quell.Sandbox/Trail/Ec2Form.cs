using System.Globalization;
using Quell.Aws;
using Quell.Aws.Calls;
using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Sandbox.Trail;

/// <summary>
/// EC2's forms. Operations from before about 2015 have wire names in lower camel case and every list as
/// <c>{"items": […]}</c>, an empty one as <c>{}</c>; the later ones (<see cref="Ec2Names.IsWrapped"/>) carry the whole
/// request and response as XML turned into JSON.
/// </summary>
internal sealed class Ec2Form : TrailForm
{
    public override string ErrorCode(AwsException error) => (error.Status < 500 ? "Client." : "Server.") + error.Code;

    public override JsonObject? Request(OperationModel operation, Call call)
    {
        if (Ec2Names.IsWrapped(operation.Name))
        {
            return Ec2WrappedForm.Request(operation, Ec2Secrets.Remove(call.Input));
        }

        var input = operation.Input is { } shape
            ? Ec2RequestForm.Parameters(operation.Name, shape, Ec2Secrets.Remove(call.Input))
            : JsonObject.Empty;
        return input.Count == 0 ? null : input;
    }

    public override JsonObject? Response(OperationModel operation, Call call, JsonObject output)
    {
        output = Ec2Secrets.Remove(output);
        if (Ec2Names.IsWrapped(operation.Name))
        {
            return Ec2WrappedForm.Response(operation, call.RequestId, output);
        }

        var answer = JsonObject.Of(
            ("requestId", call.RequestId),
            ("_return", Ec2Names.AnswersReturn(operation) ? (JsonValue)true : null));
        return operation.Output is { } shape ? answer.Merge(Structure(shape, output)) : answer;
    }

    private static JsonObject Structure(Shape.Structure shape, JsonObject value) => JsonObject.From(
        from member in shape.Members
        let given = value[member.Name]
        where given is not null
        let name = member.WireName == "return" ? "_return" : Lower(member.WireName)
        select KeyValuePair.Create(name, Value(name, member.Shape, given)));

    private static JsonValue Value(string name, Shape shape, JsonValue value) => shape switch
    {
        Shape.Structure structure when value is JsonObject members => Structure(structure, members),
        Shape.List list when value is JsonArray items => items.Count == 0
            ? JsonObject.Empty
            : JsonObject.Of((Ec2Names.ItemsOf(name), JsonArray.From(items.Select(item => Value("", list.Item.Shape, item))))),
        Shape.Timestamp when value is JsonString text => Time(text),
        _ => value,
    };

    private static JsonValue Time(JsonString text) =>
        DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : text;
}
