using Quell.Engine.Json;

namespace Quell.Documents;

/// <summary>
/// The documents of Amazon that are here by their names, with texts of our own: those that <c>aws:runCommand</c> sends. All others
/// are not there.
/// </summary>
internal static class AmazonDocuments
{
    public const string Owner = "Amazon";

    private const string Created = "2017-01-01T00:00:00Z";

    private static readonly JsonObject[] All =
    [
        Document(
            "AWS-RunShellScript",
            """
            {
              "schemaVersion": "2.2",
              "description": "Run shell commands on Linux or macOS instances.",
              "parameters": {
                "commands": { "type": "StringList", "description": "The commands, each a line of one script.", "displayType": "textarea" },
                "workingDirectory": { "type": "String", "default": "", "description": "The folder that the script starts in." },
                "executionTimeout": { "type": "String", "default": "3600", "description": "Seconds until the script is ended.", "allowedPattern": "([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)" }
              },
              "mainSteps": [
                {
                  "action": "aws:runShellScript",
                  "name": "runShellScript",
                  "inputs": { "runCommand": "{{ commands }}", "workingDirectory": "{{ workingDirectory }}", "timeoutSeconds": "{{ executionTimeout }}" }
                }
              ]
            }
            """),
        Document(
            "AWS-RunPowerShellScript",
            """
            {
              "schemaVersion": "2.2",
              "description": "Run PowerShell commands on Windows instances, and on others that have PowerShell.",
              "parameters": {
                "commands": { "type": "StringList", "description": "The commands, each a line of one script.", "displayType": "textarea" },
                "workingDirectory": { "type": "String", "default": "", "description": "The folder that the script starts in." },
                "executionTimeout": { "type": "String", "default": "3600", "description": "Seconds until the script is ended.", "allowedPattern": "([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)" }
              },
              "mainSteps": [
                {
                  "action": "aws:runPowerShellScript",
                  "name": "runPowerShellScript",
                  "inputs": { "runCommand": "{{ commands }}", "workingDirectory": "{{ workingDirectory }}", "timeoutSeconds": "{{ executionTimeout }}" }
                }
              ]
            }
            """),
    ];

    public static IEnumerable<JsonObject> List => All;

    /// <summary>Null where it is none of Amazon's.</summary>
    public static JsonObject? Find(DocumentArn arn) => Array.Find(All, document => document.String("Name") == arn.Name);

    /// <summary>Each has one version, which is kept with it.</summary>
    public static JsonObject VersionOf(JsonObject document) => document;

    private static JsonObject Document(string name, string content) => JsonObject.Of(
            ("Name", name), ("Owner", Owner), ("CreatedDate", Created), ("DocumentType", DocumentContent.Command), ("DefaultVersion", "1"),
            ("LatestVersion", "1"), ("DocumentVersion", "1"))
        .Merge(DocumentContent.Read(content, DocumentContent.Command, DocumentText.Json).ToVersion());
}
