using Quell.Engine.Json;
using Quell.Engine.Scopes;
using Quell.Engine.Templates;

namespace Quell.Engine.Tests.Templates.Serverless;

/// <summary>
/// Templates beside what AWS's own transform makes of them: <c>Cases/serverless/*.yaml</c> and, of the same name, <c>*.json</c>,
/// which the SAM translator (1.110.0) wrote. Where it puts the region or parameters' values into properties, the references stand as the author wrote them.
/// </summary>
public sealed class ServerlessTransformTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Templates", "Cases", "serverless");

    [Theory]
    [MemberData(nameof(Names))]
    public void Makes_of_a_template_what_SAM_makes_of_it(string name)
    {
        var expected = (JsonObject)JsonValue.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));

        var made = (JsonObject?)Some.Template(File.ReadAllText(Path.Combine(Folder, name + ".yaml"))).Processed?.ToJson();

        made.ShouldNotBeNull();
        var resources = made.Object("Resources").ShouldNotBeNull();
        var wanted = expected.Object("Resources").ShouldNotBeNull();
        resources.Names.Order().ShouldBe(wanted.Names.Order());
        foreach (var id in wanted.Names)
        {
            Equals(resources[id], wanted[id]).ShouldBeTrue($"{id} is\n{resources[id]}\nand not\n{wanted[id]}");
        }

        Equals(made, expected).ShouldBeTrue($"It is\n{made}\nand not\n{expected}");
    }
}
