namespace Quell.Tests.Scripts;

/// <summary>
/// Stands in for PowerShell where the machine has none: a program named <c>pwsh</c>, at the end of the path, that returns what it was
/// given. It shows what the frame around a script is promised, not that PowerShell keeps to it.
/// </summary>
internal sealed class FakePowerShell : IDisposable
{
    private const string Program =
        """
        #!/usr/bin/python3
        import json, os, sys
        result = {"arguments": sys.argv[1:], "payload": os.environ["InputPayload"], "script": open("script.ps1").read(), "files": sorted(each for each in os.listdir(".") if os.path.isfile(each))}
        with open("answer.json", "w") as file:
            json.dump({"result": result}, file)
        print("from pwsh")
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("quell-pwsh-").FullName;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public FakePowerShell()
    {
        var program = Path.Combine(_folder, "pwsh");
        File.WriteAllText(program, Program);
        FileModes.Set(program, 0b111_101_101);
        FileModes.Set(_folder, 0b111_101_101);
        Environment.SetEnvironmentVariable("PATH", _path + Path.PathSeparator + _folder);
    }

    public static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pwsh")));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }
}
