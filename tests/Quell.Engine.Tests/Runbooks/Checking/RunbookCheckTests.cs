using System.Text;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Checking;

namespace Quell.Engine.Tests.Runbooks.Checking;

public class RunbookCheckTests
{
    private const string Pause = "- {name: only, action: 'aws:pause', inputs: {}}";

    [Theory]
    [InlineData("{type: Strin}", "'Strin' is no type; did you mean 'String'?")]
    [InlineData("{type: Integer, default: many}", "the default \"many\" is no Integer")]
    [InlineData("{type: Boolean, default: 1}", "the default 1 is no Boolean")]
    [InlineData("{type: String, default: [a]}", "the default [\"a\"] is no String")]
    [InlineData("{type: StringMap, default: a}", "the default \"a\" is no StringMap")]
    [InlineData("{type: MapList, default: [a]}", "the default [\"a\"] is no MapList")]
    [InlineData("{type: StringList, default: {a: b}}", "the default {\"a\":\"b\"} is no StringList")]
    [InlineData("{type: String, default: c, allowedValues: [a, b]}", "the default 'c' is none of the allowed values \"a\", \"b\"")]
    [InlineData("{type: StringList, default: [a, c], allowedValues: [a, b]}", "the default 'c' is none of the allowed values \"a\", \"b\"")]
    [InlineData("{type: Integer, allowedValues: [1, x]}", "the allowed value \"x\" is no Integer")]
    [InlineData("{type: String, default: b, allowedPattern: '^a$'}", "the default 'b' does not match allowedPattern ^a$")]
    [InlineData("{type: String, allowedPattern: '(a'}", "'(a' is no regular expression: a parenthesis is not closed")]
    [InlineData("{type: String, default: abc, maxChars: 2}", "the default 'abc' has 3 characters, which minChars and maxChars do not allow")]
    [InlineData("{type: StringList, default: [a], minItems: 2}", "the default has 1 items, which minItems and maxItems do not allow")]
    [InlineData("{type: StringList, minItems: 3, maxItems: 2}", "minItems 3 is above maxItems 2")]
    [InlineData("{type: String, default: '{{ only.Output }}'}", "the default refers to {{ only.Output }}, which no step has set by then; it may refer to the parameter store: {{ ssm:name }}")]
    public void A_parameter_is_held_against_itself(string parameter, string message) =>
        One($"schemaVersion: '0.3'\nparameters:\n  P: {parameter}\nmainSteps:\n{Pause}", 3).ShouldBe(message);

    [Theory]
    [InlineData("{type: String, allowedPattern: '(?=^.{3,63}$)(?!^(\\d+\\.)+\\d+$)x', default: ''}")]
    [InlineData("{type: String, allowedPattern: '^\\p{Alpha}*+$', default: ''}")]
    [InlineData("{type: String, allowedPattern: '^[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF]{1,255}$'}")]
    [InlineData("{type: String, allowedPattern: '^arn:aws[a-z0-9-]*:iam::\\d{12}:role\\/[\\w-\\/.@+=,]{1,1017}$', default: 'arn:aws:iam::123456789012:role/a-b'}")]
    [InlineData("{type: Boolean, default: 'True', allowedValues: [true, false]}")]
    [InlineData("{type: Integer, default: '5', allowedValues: [5, 10]}")]
    [InlineData("{type: StringList, default: '[\"a\"]'}")]
    [InlineData("{type: AWS::EC2::Instance::Id, default: '{{ TARGET_ID }}'}")]
    [InlineData("{type: String, default: 'x_{{ P }}_{{ global:DATE }}'}")]
    [InlineData("{type: StringList, default: '{{ ssm:/names }}', minItems: 2}")]
    public void What_published_documents_have_as_parameters_is_right(string parameter)
    {
        // Patterns that only Java can read are not held against a default.
        var mistakes = Check($"schemaVersion: '0.3'\nparameters:\n  P: {parameter}\nmainSteps:\n{Pause}").Mistakes;
        mistakes.Where(mistake => !mistake.Message.Contains("(?=", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("arn:aws:iam::1:role/x", "assumeRole is 'arn:aws:iam::1:role/x'; the ARN of a role is wanted (arn:aws:iam::123456789012:role/Name), or a reference to a parameter with it")]
    [InlineData("'{{ Rol }}'", "{{ Rol }}: there is no parameter 'Rol'; did you mean 'Role'?")]
    [InlineData("'{{ ssm:role }}'", "assumeRole refers to {{ ssm:role }}; at the start of an execution there are parameters and global: variables alone")]
    [InlineData("'{{ Roles }}'", "assumeRole is of a text; the parameter 'Roles' is of type StringList")]
    public void A_role_is_an_arn_or_a_parameter(string role, string message) =>
        One($"schemaVersion: '0.3'\nassumeRole: {role}\nparameters: {{Role: {{type: String}}, Roles: {{type: StringList}}}}\nmainSteps:\n{Pause}", 2).ShouldBe(message);

    [Theory]
    [InlineData("name: a b", "a step is called 'a b'; its name has 1 to 128 letters, digits and underscores")]
    [InlineData("name: only", "a second step is called 'only'; names of steps are unique")]
    [InlineData("name: b, nextStep: onlyy", "there is no step 'onlyy'; did you mean 'only'?")]
    [InlineData("name: b, nextStep: only, isEnd: true", "step 'b' has isEnd: true and a nextStep; the execution either ends or goes on")]
    [InlineData("name: b, timeoutSeconds: '{{ Map }}'", "'timeoutSeconds' is {{ Map }}, which is of type StringMap; a whole number is wanted")]
    [InlineData("name: b, maxAttempts: 0", "'maxAttempts' is 0; 1 to 2147483647 are allowed")]
    public void A_step_has_a_name_of_its_own_and_leads_to_steps(string members, string message) =>
        One($"schemaVersion: '0.3'\nparameters: {{Map: {{type: StringMap}}}}\nmainSteps:\n{Pause}\n- {{{members}, action: 'aws:pause', inputs: {{}}}}", 5).ShouldBe(message);

    [Theory]
    [InlineData("aws:sleep", "{Duration: 5}", "'5' is no duration; one such as PT10M is wanted (ISO 8601)")]
    [InlineData("aws:sleep", "{Duration: P8D}", "'P8D' is longer than seven days, the longest that a step sleeps")]
    [InlineData("aws:sleep", "{}", "step 's' (aws:sleep) has to have the input Duration or Timestamp")]
    [InlineData("aws:sleep", "{Duration: PT1S, Timestamp: '2030-01-01T00:00:00Z'}", "step 's' (aws:sleep) has the inputs Duration and Timestamp, of which one alone may be there")]
    [InlineData("aws:sleep", "{Timestamp: soon}", "'soon' is no time; one such as 2030-01-01T01:00:00Z is wanted")]
    [InlineData("aws:pause", "{Reason: x}", "aws:pause has no input 'Reason'; it has none")]
    [InlineData("aws:runShellScript", "{}", "there is no action 'aws:runShellScript'; it is a plugin of Command documents, which a step of aws:runCommand runs")]
    [InlineData("aws:executeScrip", "{}", "there is no action 'aws:executeScrip'; did you mean 'aws:executeScript'?")]
    [InlineData("aws:deleteImage", "{ImageID: ami-1, ImageId: ami-1}", "aws:deleteImage has no input 'ImageID'; did you mean 'ImageId'?")]
    [InlineData("aws:deleteImage", "{ImageId: [ami-1]}", "the input 'ImageId' of aws:deleteImage is a list; a text is wanted")]
    [InlineData("aws:deleteImage", "{ImageId: '{{ Maps }}'}", "the input 'ImageId' of aws:deleteImage is {{ Maps }}, which is of type MapList; a text is wanted")]
    [InlineData("aws:changeInstanceState", "{InstanceIds: '{{ Map }}', DesiredState: stopped}", "the input 'InstanceIds' of aws:changeInstanceState is {{ Map }}, which is of type StringMap; a list of texts is wanted")]
    [InlineData("aws:changeInstanceState", "{InstanceIds: ['{{ Map }}'], DesiredState: stopped}", "item 1 of the input 'InstanceIds' of aws:changeInstanceState is {{ Map }}, which is of type StringMap; a text is wanted")]
    [InlineData("aws:changeInstanceState", "{InstanceIds: [i-1], DesiredState: stoped}", "the input 'DesiredState' of aws:changeInstanceState is 'stoped'; running or stopped or terminated is wanted")]
    [InlineData("aws:changeInstanceState", "{InstanceIds: [i-1], DesiredState: stopped, Force: '{{ Count }}'}", "the input 'Force' of aws:changeInstanceState is {{ Count }}, which is of type Integer; true or false is wanted")]
    [InlineData("aws:approve", "{Approvers: [x], MinRequiredApprovals: '{{ List }}'}", "the input 'MinRequiredApprovals' of aws:approve is {{ List }}, which is of type StringList; a whole number is wanted")]
    [InlineData("aws:approve", "{Approvers: [x], MinRequiredApprovals: few}", "the input 'MinRequiredApprovals' of aws:approve is 'few'; a whole number is wanted")]
    [InlineData("aws:createTags", "{ResourceIds: [i-1], Tags: [a]}", "item 1 of the input 'Tags' of aws:createTags is 'a'; a map is wanted")]
    [InlineData("aws:runCommand", "{DocumentName: x}", "step 's' (aws:runCommand) has to have the input InstanceIds or Targets")]
    [InlineData("aws:runCommand", "{DocumentName: x, InstanceIds: [i-1], Parameters: [a]}", "the input 'Parameters' of aws:runCommand is a list; a map is wanted")]
    [InlineData("aws:createStack", "{StackName: x, TemplateBody: x, TemplateURL: y}", "step 's' (aws:createStack) has the inputs TemplateBody and TemplateURL, of which one alone may be there")]
    [InlineData("aws:executeAutomation", "{DocumentName: x, RuntimeParameters: '{{ List }}'}", "the input 'RuntimeParameters' of aws:executeAutomation is {{ List }}, which is of type StringList; a map is wanted")]
    [InlineData("aws:executeScript", "{Runtime: python2.7, Script: x, Handler: x}", "'python2.7' is no runtime; python3.11 or PowerShell 7.4 is wanted, or another version of them")]
    [InlineData("aws:executeScript", "{Runtime: python3.8, Script: 'def run(a, b): pass'}", "step 's' runs Python and has to have the input 'Handler'")]
    [InlineData("aws:executeScript", "{Runtime: python3.8, Script: 'def run(a, b): pass', Handler: rnu}", "the script has no function 'rnu' that 'Handler' names; did you mean 'run'?")]
    [InlineData("aws:executeScript", "{Runtime: python3.8, Handler: x, Attachment: a.zip}", "'files' names no attachment 'a.zip'")]
    [InlineData("aws:updateVariable", "{Name: v, Value: 1}", "'Name' is 'v'; variable:NAME is wanted")]
    [InlineData("aws:updateVariable", "{Name: 'variable:w', Value: 1}", "there is no variable 'w'; did you mean 'v'?")]
    [InlineData("aws:updateVariable", "{Name: 'variable:v', Value: x}", "the value of the variable 'v' is 'x'; a whole number is wanted")]
    [InlineData("aws:updateVariable", "{Name: 'variable:v', Value: '{{ Text }}'}", "the variable 'v' is of type Integer, and {{ Text }} of type String; nothing is converted here")]
    public void An_action_has_the_inputs_of_its_table(string action, string inputs, string message) =>
        One(Step(action, inputs), 5).ShouldBe(message);

    [Theory]
    [InlineData("{Choices: []}", "'Choices' is empty; at least one choice is wanted")]
    [InlineData("{Choices: [{Variable: '{{ Text }}', StringEquals: a}]}", "a choice has to have 'NextStep'")]
    [InlineData("{Choices: [{NextStep: end, Variable: '{{ Text }}'}]}", "a condition has no operator; one is wanted: StringEquals, EqualsIgnoreCase, StartsWith, EndsWith, Contains, NumericEquals, NumericGreater, NumericLesser, NumericGreaterOrEquals, NumericLesserOrEquals, BooleanEquals, And, Or or Not")]
    [InlineData("{Choices: [{NextStep: end, StringEquals: a}]}", "a condition with 'StringEquals' has to have 'Variable'")]
    [InlineData("{Choices: [{NextStep: end, Variable: Text, StringEquals: a}]}", "'Variable' is 'Text'; a reference is wanted: {{ Parameter }} or {{ step.Output }}")]
    [InlineData("{Choices: [{NextStep: end, Variable: '{{ Count }}', NumericEquals: '{{ List }}'}]}", "what 'NumericEquals' compares with is {{ List }}, which is of type StringList; a whole number is wanted")]
    [InlineData("{Choices: [{NextStep: end, Variable: '{{ Count }}', BooleanEquals: true}]}", "the 'Variable' of 'BooleanEquals' is {{ Count }}, which is of type Integer; true or false is wanted")]
    [InlineData("{Choices: [{NextStep: end, And: {Variable: '{{ Text }}', StringEquals: a}}]}", "'And' is a map; a list of conditions is wanted")]
    [InlineData("{Choices: [{NextStep: end, Or: [a]}]}", "a condition is 'a'; a map with Variable and an operator is wanted")]
    [InlineData("{Choices: [{NextStep: end, Not: {Variable: '{{ Txt }}', StringEquals: a}}]}", "{{ Txt }}: there is no parameter 'Txt'; did you mean 'Text'?")]
    [InlineData("{Choices: [{NextStep: end, Variable: '{{ Text }}', StringEquals: a}], Default: ende}", "there is no step 'ende'; did you mean 'end'?")]
    public void A_branch_has_choices_with_one_operator_each(string inputs, string message) =>
        One($"{Step("aws:branch", inputs)}\n- {{name: end, action: 'aws:pause', inputs: {{}}}}", 5).ShouldBe(message);

    [Theory]
    [InlineData("Steps: [], Iterators: [a]", "'Steps' has no step; at least one is wanted")]
    [InlineData("Steps: [{name: i, action: 'aws:pause', inputs: {}}]", "step 's' (aws:loop) has to have the input Iterators or LoopCondition")]
    [InlineData("Steps: [{name: i, action: 'aws:pause', inputs: {}}], Iterators: [a], MaxIterations: 101", "'MaxIterations' is 101; 1 to 100 are allowed")]
    [InlineData("Steps: [{name: i, action: 'aws:pause', inputs: {}}], Iterators: '{{ Count }}'", "'Iterators' is {{ Count }}, which is of type Integer; a list is wanted")]
    [InlineData("Steps: [{name: i, action: 'aws:pause', inputs: {}}], Iterators: [a], IteratorDataType: Text", "the input 'IteratorDataType' of aws:loop is 'Text'; String or StringMap is wanted")]
    [InlineData("Steps: [{name: i, action: 'aws:pause', inputs: {}}], LoopCondition: {Variable: '{{ Flag }}'}", "a condition has no operator; one is wanted: StringEquals, EqualsIgnoreCase, StartsWith, EndsWith, Contains, NumericEquals, NumericGreater, NumericLesser, NumericGreaterOrEquals, NumericLesserOrEquals, BooleanEquals, And, Or or Not")]
    [InlineData("Steps: [{name: i, action: 'aws:pause', inputs: {}, nextStep: end}], Iterators: [a]", "'nextStep' leads to step 'end', which is no step of the loop 's', and cannot be gone to from here")]
    public void A_loop_has_steps_and_a_limit(string inputs, string message) =>
        One($"{Step("aws:loop", $"{{{inputs}}}")}\n- {{name: end, action: 'aws:pause', inputs: {{}}}}", 5).ShouldBe(message);

    [Theory]
    [InlineData("{{ end.Payload }}", "{{ end.Payload }}: step 'end' never runs before step 's'")]
    [InlineData("{{ s.Payload }}", "{{ s.Payload }}: step 's' never runs before step 's'")]
    [InlineData("{{ nd.Payload }}", "{{ nd.Payload }}: there is no step 'nd'; did you mean 'end'?")]
    [InlineData("{{ variable:w }}", "{{ variable:w }}: there is no variable 'w'; did you mean 'v'?")]
    [InlineData("{{ global:REGIN }}", "{{ global:REGIN }}: there is no system variable global:REGIN; did you mean 'REGION'?")]
    [InlineData("{{ automation:ID }}", "{{ automation:ID }}: of an automation there is {{ automation:EXECUTION_ID }} alone")]
    [InlineData("{{ Text }", "{{ Text } lacks a brace: a reference ends with }}")]
    [InlineData("{{ a b }}", "{{ a b }} is no reference; there are {{ Parameter }}, {{ step.Output }}, {{ variable:name }}, {{ global:NAME }}, {{ automation:EXECUTION_ID }} and {{ ssm:name }}")]
    public void A_reference_names_what_can_be_there_by_then(string reference, string message) =>
        One($"{Step("aws:executeScript", $"{{Runtime: python3.8, Handler: run, Script: 'def run(a, b): pass', InputPayload: {{x: '{reference}'}}}}")}\n- {{name: end, action: 'aws:executeScript', inputs: {{Runtime: python3.8, Handler: run, Script: 'def run(a, b): pass'}}}}", 5)
            .ShouldBe(message);

    [Fact]
    public void An_output_that_a_step_does_not_declare_is_told_with_those_it_has()
    {
        const string text = """
            schemaVersion: '0.3'
            mainSteps:
            - {name: first, action: 'aws:executeAwsApi', inputs: {Service: ec2, Api: DescribeVpcs}, outputs: [{Name: vpc, Selector: '$.Vpcs[0].VpcId', Type: String}]}
            - {name: second, action: 'aws:sleep', inputs: {Duration: '{{ first.vpcs }}'}}
            outputs: [first.vcp]
            """;
        Check(text).Mistakes.Select(mistake => (mistake.Line, mistake.Message)).ShouldBe(
            [(4, "{{ first.vpcs }}: step 'first' has no output 'vpcs'; did you mean 'vpc'?"), (5, "the output 'first.vcp': step 'first' has no output 'vcp'; did you mean 'vpc'?")]);
    }

    [Theory]
    [InlineData("$.Vpcs[", "no JSONPath")]
    [InlineData("Vpcs[0", "no JSONPath")]
    [InlineData("$vpcs", "no path into the result")]
    [InlineData("$.Vpcs[?(@.Name ==)]", "no JSONPath")]
    public void A_selector_is_a_path_into_the_result(string selector, string message) =>
        One($"{Step("aws:executeAwsApi", "{Service: ec2, Api: DescribeVpcs}")[..^1]}, outputs: [{{Name: x, Selector: '{selector}', Type: String}}]}}", 5).ShouldContain(message);

    [Fact]
    public void A_scripts_results_are_in_its_payload() =>
        One($"{Step("aws:executeScript", "{Runtime: python3.8, Handler: run, Script: 'def run(a, b): pass'}")[..^1]}, outputs: [{{Name: x, Selector: $.Paylod.x, Type: String}}]}}", 5)
            .ShouldBe("the selector '$.Paylod.x' leads nowhere: 'Paylod' is not in the result of a script; what the script returns is at $.Payload");

    [Theory]
    [InlineData("b", "a", "the steps a, b lead to each other and nowhere else: a loop without end; one of them has to end the execution or lead out, by isEnd, nextStep or aws:branch", 3)]
    [InlineData("c", "b", "the steps b, c lead to each other and nowhere else: a loop without end; one of them has to end the execution or lead out, by isEnd, nextStep or aws:branch", 4)]
    public void Steps_that_lead_to_each_other_and_nowhere_else_are_a_mistake(string last, string back, string message, int line)
    {
        var text = "schemaVersion: '0.3'\nmainSteps:" + string.Concat(new[] { "a", "b", "c" }.Where(name => string.CompareOrdinal(name, last) <= 0)
            .Select(name => $"\n- {{name: {name}, action: 'aws:pause', inputs: {{}}{(name == last ? $", nextStep: {back}" : "")}}}"));
        One(text, line).ShouldBe(message);
    }

    [Theory]
    [InlineData("{name: b, action: 'aws:branch', inputs: {Choices: [{NextStep: end, Variable: '{{ P }}', StringEquals: a}], Default: a}}")]
    [InlineData("{name: b, action: 'aws:branch', inputs: {Choices: [{NextStep: a, Variable: '{{ P }}', StringEquals: a}]}, isEnd: true}")]
    [InlineData("{name: b, action: 'aws:pause', inputs: {}, onFailure: 'step:end', nextStep: a}")]
    public void A_loop_that_something_leads_out_of_is_right(string step) =>
        Check($"schemaVersion: '0.3'\nparameters: {{P: {{type: String}}}}\nmainSteps:\n- {{name: a, action: 'aws:pause', inputs: {{}}}}\n- {step}\n- {{name: end, action: 'aws:pause', inputs: {{}}}}").Mistakes.ShouldBeEmpty();

    [Fact]
    public void A_step_that_is_never_reached_is_a_warning()
    {
        var findings = Check($"schemaVersion: '0.3'\nmainSteps:\n- {{name: a, action: 'aws:pause', inputs: {{}}, isEnd: true}}\n{Pause}");
        findings.Mistakes.ShouldBeEmpty();
        findings.Warnings.ShouldHaveSingleItem().ShouldBe(new RunbookMistake(MistakeCode.Unreachable, "step 'only' is never reached", "mainSteps[1]", 4, 3));
    }

    [Fact]
    public void What_an_iteration_is_at_only_its_loop_is_told()
    {
        const string text = """
            schemaVersion: '0.3'
            mainSteps:
            - {name: each, action: 'aws:loop', inputs: {Iterators: [a], Steps: [{name: inner, action: 'aws:sleep', inputs: {Duration: '{{ each.CurrentIteratorValue }}'}}]}}
            - {name: after, action: 'aws:sleep', inputs: {Duration: '{{ each.CurrentIteratorValue }}'}}
            """;
        One(text, 4).ShouldBe("{{ each.CurrentIteratorValue }}: the iteration is told to the steps of the loop 'each' alone");
    }

    [Fact]
    public void A_large_document_with_nothing_but_mistakes_is_checked_in_bounds()
    {
        var text = "schemaVersion: '0.3'\nmainSteps:" + string.Concat(Enumerable.Range(0, 3_000).Select(number => $"\n- {{name: s{number}, action: 'aws:x', nextStep: t{number}}}"));
        Check(text).Mistakes.Length.ShouldBe(1_000);
    }

    private static string Step(string action, string inputs) => $$$"""
        schemaVersion: '0.3'
        parameters: {Text: {type: String}, Count: {type: Integer}, Flag: {type: Boolean}, List: {type: StringList}, Map: {type: StringMap}, Maps: {type: MapList}}
        variables: {v: {type: Integer, default: 0}}
        mainSteps:
        - {name: s, action: '{{{action}}}', inputs: {{{inputs}}}}
        """;

    private static string One(string text, int line)
    {
        var mistake = Check(text).Mistakes.ShouldHaveSingleItem();
        mistake.Line.ShouldBe(line);
        return mistake.Message;
    }

    private static RunbookFindings Check(string text) => RunbookCheck.Check(Encoding.UTF8.GetBytes(text), apis: null);
}
