using Quell.Engine.Json;

namespace Quell.Tests.Parameters;

/// <summary>Systems Manager User Guide, "Amazon EventBridge event examples for Systems Manager".</summary>
public sealed class ParameterEventsTests
{
    private readonly SsmHouse _house = new();

    [Fact]
    public void Every_change_is_an_event()
    {
        _house.Put("/app/p", "a", ("Description", "Sample Parameter"));
        _house.Put("/app/p", "b");
        _house.Call("LabelParameterVersion", ("Name", "/app/p"), ("Labels", JsonArray.From(["x"])));
        _house.Call("DeleteParameter", ("Name", "/app/p"));

        _house.Events.Select(emitted => emitted.Detail.String("operation")).ShouldBe(["Create", "Update", "LabelParameterVersion", "Delete"]);
        var created = _house.Events[0];
        created.Source.ShouldBe("aws.ssm");
        created.DetailType.ShouldBe("Parameter Store Change");
        created.Resources.Strings.ShouldBe(["arn:aws:ssm:us-east-1:000000000000:parameter/app/p"]);
        created.Detail.ToString().ShouldBe("""{"operation":"Create","name":"/app/p","type":"String","description":"Sample Parameter"}""");
    }

    [Fact]
    public void A_deleted_parameter_is_gone_with_its_versions()
    {
        _house.Put("p", "a");
        _house.Put("p", "b");
        _house.Put("pp", "c");

        _house.Call("DeleteParameters", ("Names", JsonArray.From(["p", "none"]))).ToString().ShouldBe("""{"DeletedParameters":["p"],"InvalidParameters":["none"]}""");

        _house.Put("p", "again").Long("Version").ShouldBe(1);
        _house.Call("GetParameterHistory", ("Name", "p")).Array("Parameters").Count.ShouldBe(1);
        _house.Call("GetParameter", ("Name", "pp")).Object("Parameter")!.String("Value").ShouldBe("c");
        _house.Refused("DeleteParameter", ("Name", "none")).ShouldBe(("ParameterNotFound", "Parameter none not found."));
    }
}
