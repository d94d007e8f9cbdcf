using System.Diagnostics;
using Quell.Engine.Json;

namespace Quell.Sandbox.Tests.Ec2;

/// <summary>
/// The same calls here and against moto, an implementation of EC2 that nobody here wrote: the same errors, and the same values
/// where a call names paths. Left out are calls where moto is looser
/// than EC2 (it deletes what is in use).
/// </summary>
public sealed class MotoComparisonTests
{
    private static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "Ec2", "Cases");

    [PythonFact("boto3, moto.ec2")]
    public async Task The_sandbox_answers_as_moto_does()
    {
        var scenarios = JsonArray.From(Directory.GetFiles(Cases, "*.json").Order().Select(file => JsonValue.Parse(File.ReadAllText(file))));
        var theirs = (JsonArray)JsonValue.Parse(await Moto(scenarios.ToString()));
        theirs.Count.ShouldBe(scenarios.Count);
        scenarios.Items.Zip(theirs.Items).SelectMany(pair => Differences((JsonArray)pair.First, (JsonArray)pair.Second)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Differences(JsonArray calls, JsonArray theirs) => Ours(calls)
        .Zip(theirs.Objects, calls.Objects)
        .Where(trio => !trio.First.Equals(trio.Second))
        .Select(trio => $"{trio.Third.String("op")} {trio.Third["in"]}: here {trio.First}, in moto {trio.Second}");

    private static IEnumerable<JsonObject> Ours(JsonArray calls)
    {
        var account = new TestAccount();
        var saved = new Dictionary<string, string>();
        foreach (var call in calls.Objects)
        {
            var input = (JsonObject)Fill(call.Object("in") ?? JsonObject.Empty, saved);
            var step = account.Run("ec2", call.String("op")!, input);
            account.Pass(TimeSpan.FromSeconds(10));
            if (step.Error is not null)
            {
                yield return JsonObject.Of(("error", step.Error.Code));
                continue;
            }

            var output = step.Result!.Output;
            foreach (var (name, path) in call.Object("save") ?? JsonObject.Empty)
            {
                saved["$" + name] = output.At(((JsonString)path).Value);
            }

            yield return JsonObject.Of(("values", JsonObject.From(call.Array("same").Strings.Select(
                path => KeyValuePair.Create(path, Named(output.Reach(path), saved))))));
        }
    }

    private static JsonValue Fill(JsonValue value, Dictionary<string, string> saved) => value switch
    {
        JsonObject parent => JsonObject.From(((IEnumerable<KeyValuePair<string, JsonValue>>)parent)
            .Select(member => KeyValuePair.Create(member.Key, Fill(member.Value, saved)))),
        JsonArray array => JsonArray.From(array.Items.Select(item => Fill(item, saved))),
        JsonString text => saved.GetValueOrDefault(text.Value, text.Value),
        _ => value,
    };

    private static JsonValue Named(JsonValue? value, Dictionary<string, string> saved)
    {
        if (value is null)
        {
            return JsonValue.Null;
        }

        var text = JsonObject.Of(("v", value)).At("v");
        return saved.FirstOrDefault(entry => entry.Value == text).Key ?? text;
    }

    private static async Task<string> Moto(string scenarios)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(Cases, "moto_calls.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = python.StandardError.ReadToEndAsync();
        await python.StandardInput.WriteAsync(scenarios);
        python.StandardInput.Close();
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        python.ExitCode.ShouldBe(0, await error);
        return output;
    }
}
