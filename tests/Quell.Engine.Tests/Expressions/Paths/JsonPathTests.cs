using Quell.Engine.Expressions.Paths;
using Quell.Engine.Json;

namespace Quell.Engine.Tests.Expressions.Paths;

public sealed class JsonPathTests
{
    private static readonly JsonObject Cases = (JsonObject)JsonValue.Parse(File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Expressions", "Cases", "paths.json")));

    public static TheoryData<string, string> Found => Pairs("cases", "path");

    public static TheoryData<string, string> Missing => Pairs("missing", "path");

    public static TheoryData<string> Wrong => [.. Cases.Array("wrong").Strings];

    [Theory]
    [MemberData(nameof(Found))]
    public void Finds_what_the_documentation_says(string document, string path)
    {
        var expected = Case("cases", document, path);
        var data = Document(document);
        JsonPath.Parse(path).Find(new() { Input = data }).ShouldBe(expected.Has("same") ? data : expected["result"]);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_definite_path_that_leads_nowhere_says_where_it_ended(string document, string path)
    {
        var scope = new PathScope { Input = Document(document) };
        JsonPath.Parse(path).Find(scope).ShouldBeNull();
        var error = Should.Throw<PathException>(() => JsonPath.Parse(path).Read(scope));
        (error.ErrorName, error.Cause).ShouldBe(("States.Runtime", $"Invalid path '{path}' : {Case("missing", document, path).String("reason")}"));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_no_path_is_refused_with_its_column(string path) =>
        Should.Throw<PathSyntaxException>(() => JsonPath.Parse(path)).Column.ShouldBeInRange(1, path.Length + 1);

    [Fact]
    public void Starts_from_the_input_the_context_object_or_a_variable()
    {
        var scope = new PathScope
        {
            Input = JsonValue.Parse("""{"a":1}"""),
            Context = JsonValue.Parse("""{"State":{"Name":"Look"}}"""),
            Variables = new Dictionary<string, JsonValue> { ["x"] = JsonValue.Parse("""{"a":[2]}"""), ["Größe_1"] = 3 },
        };
        JsonPath.Parse("$$.State.Name").Find(scope).ShouldBe("Look");
        JsonPath.Parse("$$").Find(scope).ShouldBe(scope.Context);
        JsonPath.Parse("$x.a[0]").Find(scope).ShouldBe(2);
        JsonPath.Parse("$x['a'][*]").Find(scope).ShouldBe(JsonValue.Parse("[2]"));
        JsonPath.Parse("$Größe_1").Find(scope).ShouldBe(3);
        JsonPath.Parse("$y[*]").Find(scope).ShouldBe(JsonArray.Empty);
    }

    [Fact]
    public void A_path_that_multiplies_what_it_finds_ends_at_its_limit()
    {
        var nested = JsonValue.Parse(new string('[', 400) + new string(']', 400));
        var scope = new PathScope { Input = nested };
        Should.Throw<PathException>(() => JsonPath.Parse("$..*..*..*..*").Find(scope)).ErrorName.ShouldBe("States.Runtime");
    }

    [Fact]
    public void A_path_of_too_many_steps_or_parts_inside_each_other_is_refused()
    {
        JsonPath.TryParse("$" + string.Concat(Enumerable.Repeat("[?(@.a)]", 300)), out _, out var steps).ShouldBeFalse();
        steps!.Reason.ShouldBe("A path has at most 256 steps");
        JsonPath.TryParse(string.Concat(Enumerable.Repeat("$[?(@[?(", 3_000)), out _, out _).ShouldBeFalse();
        JsonPath.TryParse($"$[?{new string('(', 9_000)}", out _, out _).ShouldBeFalse();
        JsonPath.TryParse($"$[?({new string('!', 9_000)}@.a)]", out _, out _).ShouldBeFalse();
        JsonPath.TryParse($"$[?(@.a == {new string('[', 9_000)})]", out _, out _).ShouldBeFalse();
        JsonPath.TryParse("$." + new string('a', 300_000), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_definite_path_allocates_nothing()
    {
        var path = JsonPath.Parse("$.store.book[2].title");
        var scope = new PathScope { Input = Document("store") };
        path.Find(scope).ShouldBe("Moby Dick");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var times = 0; times < 100; times++)
        {
            path.Find(scope);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static TheoryData<string, string> Pairs(string group, string name)
    {
        var data = new TheoryData<string, string>();
        foreach (var line in Cases.Array(group).Objects)
        {
            data.Add(line.String("document")!, line.String(name)!);
        }

        return data;
    }

    private static JsonValue Document(string name) => Cases.Object("documents")![name]!;

    private static JsonObject Case(string group, string document, string path) =>
        Cases.Array(group).Objects.Single(line => line.String("document") == document && line.String("path") == path);
}
