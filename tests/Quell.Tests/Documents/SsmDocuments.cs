using Quell.Engine.Json;
using Quell.Tests.Parameters;

namespace Quell.Tests.Documents;

/// <summary>Documents for the tests, and their making.</summary>
internal static class SsmDocuments
{
    public const string Runbook =
        """
        # Sleeps.
        schemaVersion: "0.3"
        description: Waits a while
        assumeRole: "{{ AutomationAssumeRole }}"
        parameters:
          AutomationAssumeRole: {type: String, description: The role, default: ""}
          Zones: {type: StringList, default: [a, b]}
        mainSteps:
          - name: wait
            action: aws:sleep
            inputs:
              Duration: PT1S

        """;

    public const string OtherRunbook =
        """
        schemaVersion: "0.3"
        mainSteps:
          - name: wait
            action: aws:sleep
            inputs: {Duration: PT2S}
        """;

    public const string Command = """{"schemaVersion":"2.2","description":"Says hello","parameters":{"who":{"type":"String","default":"you"}},"mainSteps":[{"action":"aws:runShellScript","name":"hello","inputs":{"runCommand":["echo {{ who }}"]}}]}""";

    /// <summary>Makes an Automation document in YAML.</summary>
    public static JsonObject Create(this SsmHouse house, string name, string content = Runbook, params ReadOnlySpan<(string Name, JsonValue? Value)> more) =>
        house.Call("CreateDocument", [("Name", name), ("Content", content), ("DocumentType", "Automation"), ("DocumentFormat", "YAML"), .. more]).Object("DocumentDescription")!;

    public static JsonObject Update(this SsmHouse house, string name, string content = OtherRunbook, params ReadOnlySpan<(string Name, JsonValue? Value)> more) =>
        house.Call("UpdateDocument", [("Name", name), ("Content", content), ("DocumentFormat", "YAML"), ("DocumentVersion", "$LATEST"), .. more]).Object("DocumentDescription")!;

    public static JsonObject Describe(this SsmHouse house, string name, params ReadOnlySpan<(string Name, JsonValue? Value)> more) =>
        house.Call("DescribeDocument", [("Name", name), .. more]).Object("Document")!;
}
