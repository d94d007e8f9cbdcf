using System.IO.Compression;
using Quell.Engine.Json;

namespace Quell.Tests.Examples;

/// <summary>A script becomes a function that runs, with versions and logs; nothing else is set up for it.</summary>
public sealed class UploadedScriptTests
{
    [RealClientFact]
    [Trait("Requirement", "W9")]
    public async Task A_script_runs_as_uploaded_its_version_stays_and_its_output_is_kept()
    {
        await using var quell = await QuellProcess.Start([]);
        var trust = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";
        var role = (await quell.Aws("iam", "create-role", "--role-name", "script", "--assume-role-policy-document", trust)).Object("Role")?.String("Arn") ?? "";

        await quell.Aws(
            "lambda", "create-function", "--function-name", "script", "--runtime", "python3.12", "--handler", "script.handler",
            "--role", role, "--zip-file", $"fileb://{Zip(quell, "one")}");
        (await quell.Aws("lambda", "publish-version", "--function-name", "script")).String("Version").ShouldBe("1");
        await quell.Aws("lambda", "update-function-code", "--function-name", "script", "--zip-file", $"fileb://{Zip(quell, "two")}");

        (await Invoke(quell, "1")).ShouldBe("one for Ann");
        (await Invoke(quell, "$LATEST")).ShouldBe("two for Ann");
        var logged = await QuellProcess.Eventually(
            () => quell.Aws("logs", "filter-log-events", "--log-group-name", "/aws/lambda/script", "--filter-pattern", "says"),
            found => found.Array("events").Count >= 2);
        logged.Array("events").Objects.Select(each => each.String("message")?.Trim()).ShouldBe(["one says hello", "two says hello"], ignoreOrder: true);
        logged.Array("events").Objects.Select(each => each.String("logStreamName")).ShouldContain(stream => stream != null && stream.Contains("[1]"));
        logged.Array("events").Objects.Select(each => each.String("logStreamName")).ShouldContain(stream => stream != null && stream.Contains("[$LATEST]"));
    }

    private static string Zip(QuellProcess quell, string word)
    {
        var path = Path.Combine(quell.DataFolder, $"{word}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry("script.py").Open());
        writer.Write($"def handler(event, context):\n    print('{word} says hello')\n    return '{word} for ' + event['name']\n");
        return path;
    }

    private static async Task<string?> Invoke(QuellProcess quell, string version)
    {
        var answer = Path.Combine(quell.DataFolder, "answer.json");
        (await quell.Aws(
            "lambda", "invoke", "--function-name", "script", "--qualifier", version, "--cli-binary-format", "raw-in-base64-out",
            "--payload", """{"name": "Ann"}""", answer)).String("ExecutedVersion").ShouldBe(version);
        return (JsonValue.Parse(await File.ReadAllBytesAsync(answer)) as JsonString)?.Value;
    }
}
