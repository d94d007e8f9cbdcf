using Quell.Aws;
using Quell.Engine.Json;
using Quell.Tests.Examples;
using Xunit.Abstractions;

namespace Quell.Tests.Crashes;

/// <summary>A full disk refuses what is new, keeps what there is, and goes on when there is room again.</summary>
public sealed class FullDiskTests(ArmedFolder folder, ITestOutputHelper output) : IClassFixture<ArmedFolder>
{
    [SmallDiskFact]
    public async Task A_full_disk_refuses_events_with_a_clear_error_and_goes_on_when_there_is_room()
    {
        var data = Directory.CreateTempSubdirectory("quell-full-").FullName;
        (await Mount("-t", "tmpfs", "-o", "size=24m", "none", data)).ShouldBeTrue();
        try
        {
            var quell = await QuellProcess.Start(folder.Arguments, data);
            try
            {
                await Fill(quell, data);
            }
            finally
            {
                await quell.Kill();
            }
        }
        finally
        {
            await QuellProcess.Run("umount", ["--lazy", data], QuellProcess.ClientEnvironment);
            Directory.Delete(data);
        }
    }

    private async Task Fill(QuellProcess quell, string data)
    {
        folder.Forget();
        using var client = new PuttingClient(200);
        using var before = new PuttingClient(100);
        using var facts = new JournalFacts(data);

        // Functions are warm then: one that starts while the disk is full fails, and rests a minute before its retry.
        (await before.Put(quell)).ShouldBeTrue(quell.Output);
        await facts.Drained();
        var acknowledged = new List<string>();
        AwsException? refusal = null;
        while (refusal is null)
        {
            try
            {
                acknowledged.Add(await Put(client, quell));
            }
            catch (AwsException fault)
            {
                refusal = fault;
            }
        }

        refusal.Code.ShouldBe("InternalException");
        refusal.Message.ShouldContain("full");
        output.WriteLine($"{acknowledged.Count} events, then: {refusal.Message}");

        (await Mount("-o", "remount,size=256m", data)).ShouldBeTrue();
        (await client.Put(quell)).ShouldBeTrue(quell.Output);
        await facts.Drained();
        (await quell.Stop()).ShouldBe(0, quell.Output);
        facts.Integrity().ShouldBe("ok");
        var events = facts.Events();
        before.Acknowledged.Concat(acknowledged).Concat(client.Acknowledged).Except(events).ShouldBeEmpty();
        facts.Messages("events").Select(message => message.String("id")).Order().ShouldBe(events.Order());
        facts.Messages("notifications").Count.ShouldBe(events.Count);
        FunctionStart.Read(folder.Starts).Where(start => start.Function == "count").Select(start => start.EventId).Order().ShouldBe(events.Order());
    }

    private static async Task<string> Put(PuttingClient client, QuellProcess quell)
    {
        var answer = await client.Call(quell, "events", "PutEvents", JsonObject.Of(("Entries", JsonArray.From([JsonObject.Of(
            ("Source", "crash.test"), ("DetailType", "Filler"), ("Detail", JsonObject.Of(("filler", new string('x', 100_000))).ToString()))]))));
        answer.Output.Long("FailedEntryCount").ShouldBe(0, answer.Output.ToString());
        return answer.Output.Array("Entries").Objects.Single().String("EventId")!;
    }

    private static async Task<bool> Mount(params string[] arguments) =>
        (await QuellProcess.Run("mount", arguments, QuellProcess.ClientEnvironment)).Code == 0;
}
