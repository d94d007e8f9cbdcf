using Quell.Engine.Executions;
using Quell.Engine.Json;
using Quell.Engine.Tests.Workflows;
using Quell.Engine.Workflows;

namespace Quell.Engine.Tests.Executions;

public sealed class RecordTests
{
    [Fact]
    public void Reads_what_was_written()
    {
        var known = new KnownValues();
        var writer = new RecordWriter(known);
        var time = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        foreach (var number in new[] { 0, -1, 1, 127, 128, long.MaxValue, long.MinValue })
        {
            writer.Write(number);
        }

        writer.Write("héllo");
        writer.Write((string?)null);
        writer.Write(time);
        writer.Write((DateTimeOffset?)null);
        writer.Write(JsonValue.ParseSpelled("[1,  2]"));

        var reader = new RecordReader(writer.ToRecord(), new KnownValues());
        Enumerable.Range(0, 7).Select(_ => reader.ReadNumber()).ShouldBe([0, -1, 1, 127, 128, long.MaxValue, long.MinValue]);
        reader.ReadText().ShouldBe("héllo");
        reader.ReadText().ShouldBeNull();
        reader.ReadTime().ShouldBe(time);
        reader.ReadTimeOrNull().ShouldBeNull();
        reader.ReadValue()!.ToSpelledString().ShouldBe("[1,  2]");
        reader.IsAtEnd.ShouldBeTrue();
    }

    [Fact]
    public void Writes_a_large_value_once()
    {
        var known = new KnownValues();
        var value = JsonObject.Of(("text", new string('x', 10_000)));
        var first = new RecordWriter(known);
        first.Write(value);
        first.Write(value);
        var second = new RecordWriter(known);
        second.Write(value);
        var (whole, reference) = (first.ToRecord(), second.ToRecord());
        whole.Length.ShouldBeLessThan(10_100);
        reference.Length.ShouldBeLessThan(10);

        var read = new KnownValues();
        var reader = new RecordReader(whole, read);
        var one = reader.ReadValue();
        one.ShouldBe(value);
        reader.ReadValue().ShouldBeSameAs(one);
        new RecordReader(reference, read).ReadValue().ShouldBeSameAs(one);
    }

    [Fact]
    public void Writes_the_arguments_of_work_once()
    {
        var arguments = JsonObject.Of(("text", new string('x', 10_000)));
        var program = Program();
        var (first, second) = (new KnownValues(), new KnownValues());
        var started = program.Advance(Execution.New, new Stimulus.Start(arguments), Time);
        var record = TransitionRecord.Write(program, started, first);
        record.Length.ShouldBeLessThan(11_000);

        var events = new List<HistoryEvent>();
        var read = TransitionRecord.Read(program, new(record, second), Execution.New, events);
        var work = read.Pending.Values.ShouldHaveSingleItem().Work.ShouldNotBeNull();
        work.Spec.ShouldBe(started.Begin.ShouldHaveSingleItem().Work!.Spec);
        work.Spec["arguments"].ShouldBeSameAs(events.Find(happened => happened.Type == "ActivityScheduled")!.Data);
    }

    [Fact]
    public void Reads_the_first_form_in_which_the_specification_of_work_was_one_value()
    {
        var writer = new RecordWriter(new KnownValues());
        writer.Write(1);
        writer.Write((int)ExecutionStatus.Running);
        writer.Write(7);
        writer.Write(3);
        writer.Write(Time);
        writer.Write((DateTimeOffset?)null);
        writer.Write(Time.AddDays(1));
        writer.Write(0);
        writer.Write((DateTimeOffset?)null);
        WriteNothing(writer, values: 2, texts: 2);
        writer.Write(0);
        writer.Write(0);
        writer.Write(1);
        writer.Write(7);
        writer.Write(true);
        writer.Write(2);
        writer.Write("task");
        writer.Write(JsonObject.Of(("resource", "arn"), ("token", "AQ==")));
        writer.Write(true);
        writer.Write(Time.AddHours(1));
        writer.Write(-1);
        writer.Write((DateTimeOffset?)null);
        writer.Write(true);
        writer.Write(0);

        var execution = TransitionRecord.Read(Program(), new(writer.ToRecord(), new KnownValues()), Execution.New, null);
        (execution.LastId, execution.LastEvent, execution.Deadline).ShouldBe((7, 3, Time.AddDays(1)));
        execution.Pending.Values.ShouldHaveSingleItem().ShouldBe(
            new Pending(7, 2, new Work("task", JsonObject.Of(("resource", "arn"), ("token", "AQ=="))) { IsTokenAwaited = true }) { Due = Time.AddHours(1), IsSubmitted = true });
    }

    [Fact]
    public void Refuses_a_later_form()
    {
        var writer = new RecordWriter(new KnownValues());
        writer.Write(3);
        Should.Throw<InvalidDataException>(() => TransitionRecord.Read(Program(), new(writer.ToRecord(), new KnownValues()), Execution.New, null)).Message
            .ShouldBe("An execution's record has the form 3; this version of Quell reads the forms 1 to 2.");
    }

    [Fact]
    public void Numbers_many_values_as_it_numbers_few()
    {
        var known = new KnownValues();
        var values = Enumerable.Range(0, 40).Select(number => JsonObject.Of(("text", new string('x', 40)), ("number", number))).ToList();
        values.ForEach(known.Add);
        values.Select(value => known.Find(value)).ShouldBe(Enumerable.Range(0, 40).Select(number => (int?)number));
        known.Find(JsonObject.Of(("text", new string('x', 40)), ("number", 0))).ShouldBeNull("it is another one with the same content");
    }

    private static readonly DateTimeOffset Time = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static WorkflowProgram Program() => new(
        WorkflowDefinition.Compile((JsonObject)JsonValue.Parse(
            """{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:us-east-1:111111111111:activity:a","End":true}}}""")),
        Some.Identity());

    private static void WriteNothing(RecordWriter writer, int values, int texts)
    {
        for (var count = 0; count < values; count++)
        {
            writer.Write((JsonValue?)null);
        }

        for (var count = 0; count < texts; count++)
        {
            writer.Write((string?)null);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("0A61")]
    public void Says_that_a_record_is_cut_off(string hex) =>
        Should.Throw<InvalidDataException>(() => new RecordReader(Convert.FromHexString(hex), new KnownValues()).ReadText());
}
