using System.Globalization;

namespace Quell.Engine.Tests.Runbooks;

/// <summary>A runbook at random, of every action that waits and every way to go on: valid in form, and often nonsense.</summary>
internal sealed class GeneratedRunbook(Random random)
{
    private int _steps;

    public string Text()
    {
        var steps = Steps(random.Next(1, 6), "", depth: 0);
        return $$"""
            schemaVersion: '0.3'
            {{Pick("", "assumeRole: 'arn:aws:iam::111122223333:role/r'")}}
            parameters:
              Id: {type: String, default: '{{Pick("i-1", "{{ ssm:id }}")}}'}
              Ids: {type: StringList, default: [a, b]}
            variables:
              text: {type: String, default: ''}
              number: {type: Integer}
            mainSteps:
            {{steps}}
            outputs: [s0.Out, 'variable:text']
            """;
    }

    private string Steps(int count, string indent, int depth)
    {
        var first = _steps;
        _steps += count;
        return string.Join('\n', Enumerable.Range(first, count).Select(index => Step(index, first, count, indent, depth)));
    }

    private string Step(int index, int first, int count, string indent, int depth)
    {
        string Name() => $"s{random.Next(first, first + count).ToString(CultureInfo.InvariantCulture)}";
        var members = string.Join('\n', new[]
        {
            Pick("", $"onFailure: {Pick("Abort", "Continue", $"step:{Name()}")}"),
            Pick("", $"onCancel: step:{Name()}"),
            Pick("", "", "isCritical: false"),
            Pick("", "", "", Pick("isEnd: true", $"nextStep: {Name()}")),
            Pick("", "maxAttempts: 2"),
            Pick("", "timeoutSeconds: 5"),
        }.Where(member => member.Length > 0).Select(member => $"{indent}  {member}"));
        var action = Action(indent, depth, Name);
        return $"{indent}- name: s{index}\n{action}{(members.Length == 0 ? "" : $"\n{members}")}";
    }

    private string Action(string indent, int depth, Func<string> name)
    {
        string Simple(string action, string inputs, string more = "") => $"{indent}  action: aws:{action}\n{indent}  inputs: {{{inputs}}}{(more.Length == 0 ? "" : $"\n{indent}  {more}")}";
        return random.Next(depth < 2 ? 12 : 11) switch
        {
            0 => Simple("sleep", "Duration: PT2S"),
            1 => Simple("executeAwsApi", $"Service: ec2, Api: Call, Ids: ['{{{{ Ids }}}}', '{Reference()}']", "outputs: [{Name: Out, Selector: $.Value, Type: String}]"),
            2 => Simple("waitForAwsResourceProperty", "Service: ec2, Api: Look, PropertySelector: $.Value, DesiredValues: [yes, 1]"),
            3 => Simple("assertAwsResourceProperty", "Service: ec2, Api: Look, PropertySelector: $.Value, DesiredValues: [yes, 1]"),
            4 => Simple("executeScript", $"Runtime: python3.11, Handler: f, Script: 'x {{{{ y }}}}', InputPayload: {{a: '{Reference()}'}}", "outputs: [{Name: Out, Selector: $.Payload.Value, Type: Integer}]"),
            5 => Simple("branch", $"Choices: [{{NextStep: {name()}, Variable: '{Reference()}', StringEquals: yes}}]" + Pick("", $", Default: {name()}")),
            6 => Simple("updateVariable", Pick($"Name: 'variable:text', Value: '{Reference()}'", "Name: 'variable:number', Value: 5")),
            7 => Simple("pause", ""),
            8 => Simple("approve", "Approvers: [a]"),
            9 => Simple("changeInstanceState", "InstanceIds: ['{{ Id }}'], DesiredState: stopped"),
            10 => Simple("executeAutomation", "DocumentName: other, RuntimeParameters: {Id: '{{ Id }}'}"),
            _ => $"{indent}  action: aws:loop\n{indent}  inputs:\n"
                + Pick($"{indent}    Iterators: '{{{{ Ids }}}}'", $"{indent}    LoopCondition: {{Variable: '{Reference()}', StringEquals: yes}}\n{indent}    MaxIterations: 3")
                + $"\n{indent}    Steps:\n{Steps(random.Next(1, 3), $"{indent}    ", depth + 1)}",
        };
    }

    private string Reference() => Pick("{{ Id }}", "{{ s0.Out }}", "{{ s1.Payload.Value }}", "{{ variable:text }}", "{{ variable:number }}", "{{ global:DATE_TIME }}", "{{ s0.CurrentIteratorValue }}", "{{ nothing }}");

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
}
