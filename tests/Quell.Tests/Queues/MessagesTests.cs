using Quell.Engine.Json;

namespace Quell.Tests.Queues;

public sealed class MessagesTests : IDisposable
{
    private readonly QueueHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_message_is_received_once_and_gone_when_it_is_deleted()
    {
        var url = _house.Create("jobs");
        var sent = await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "hello"));

        sent.String("MD5OfMessageBody").ShouldBe("5d41402abc4b2a76b9719d911017c592");
        var message = (await _house.Receive(url)).ShouldHaveSingleItem();
        message.String("Body").ShouldBe("hello");
        message.String("MessageId").ShouldBe(sent.String("MessageId"));
        (await _house.Receive(url)).ShouldBeEmpty();

        await _house.Call("DeleteMessage", ("QueueUrl", url), ("ReceiptHandle", message["ReceiptHandle"]));
        _house.Time.Advance(TimeSpan.FromHours(1));
        (await _house.Receive(url)).ShouldBeEmpty();
        (await _house.Attribute(url, "ApproximateNumberOfMessages")).ShouldBe("0");
    }

    [Fact]
    public async Task Comes_back_when_its_visibility_timeout_ends_and_counts_its_receipts()
    {
        var url = _house.Create("jobs", ("VisibilityTimeout", "10"));
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "again"));
        var first = (await _house.Receive(url)).Single();
        _house.Time.Advance(TimeSpan.FromSeconds(10));
        var second = (await _house.Receive(url)).Single();

        first.Object("Attributes")!.String("ApproximateReceiveCount").ShouldBe("1");
        second.Object("Attributes")!.String("ApproximateReceiveCount").ShouldBe("2");
        second.Object("Attributes")!.String("ApproximateFirstReceiveTimestamp")
            .ShouldBe(first.Object("Attributes")!.String("ApproximateFirstReceiveTimestamp"));

        // An earlier receipt no longer deletes it.
        await _house.Call("DeleteMessage", ("QueueUrl", url), ("ReceiptHandle", first["ReceiptHandle"]));
        _house.Time.Advance(TimeSpan.FromSeconds(10));
        (await _house.Receive(url)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_receiver_waits_for_a_message_and_gets_it_when_it_comes()
    {
        var url = _house.Create("jobs");
        var waiting = _house.Receive(url, ("WaitTimeSeconds", 20));
        await Eventually(() => _house.Time.NextDue is not null);
        waiting.IsCompleted.ShouldBeFalse();

        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "at last"));

        (await waiting).Single().String("Body").ShouldBe("at last");
    }

    [Fact]
    public async Task A_receiver_that_waits_in_vain_gets_nothing_when_its_time_is_up()
    {
        var url = _house.Create("jobs", ("ReceiveMessageWaitTimeSeconds", "5"));
        var waiting = _house.Receive(url);
        await Eventually(() => _house.Time.NextDue is not null);
        _house.Time.Advance(TimeSpan.FromSeconds(5));
        (await waiting).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_waits_is_let_go_when_the_process_stops()
    {
        var url = _house.Create("jobs");
        var waiting = _house.Receive(url, ("WaitTimeSeconds", 20));
        await Eventually(() => _house.Time.NextDue is not null);
        _house.Queues.StopWaiting();
        (await waiting).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_delayed_message_is_received_by_a_waiting_receiver_when_its_delay_ends()
    {
        var url = _house.Create("jobs");
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "later"), ("DelaySeconds", 3));
        (await _house.Attribute(url, "ApproximateNumberOfMessagesDelayed")).ShouldBe("1");
        var waiting = _house.Receive(url, ("WaitTimeSeconds", 20));
        await Eventually(() => _house.Time.NextDue is not null);
        _house.Time.Advance(TimeSpan.FromSeconds(3));
        (await waiting).Single().String("Body").ShouldBe("later");
    }

    [Fact]
    public async Task After_a_restart_everything_is_as_it_was()
    {
        var url = _house.Create("jobs", ("VisibilityTimeout", "30"));
        foreach (var body in new[] { "one", "two", "three" })
        {
            await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", body));
        }

        var one = (await _house.Receive(url, ("MaxNumberOfMessages", 1))).Single();
        var two = (await _house.Receive(url, ("MaxNumberOfMessages", 1))).Single();
        await _house.Call("DeleteMessage", ("QueueUrl", url), ("ReceiptHandle", one["ReceiptHandle"]));
        await _house.Restart();

        (await _house.Receive(url)).Single().String("Body").ShouldBe("three");
        await _house.Call("ChangeMessageVisibility", ("QueueUrl", url), ("ReceiptHandle", two["ReceiptHandle"]), ("VisibilityTimeout", 0));
        var again = (await _house.Receive(url)).Single();
        again.String("Body").ShouldBe("two");
        again.Object("Attributes")!.String("ApproximateReceiveCount").ShouldBe("2");
    }

    [Fact]
    public async Task Received_too_often_it_goes_to_the_dead_letter_queue_with_its_source()
    {
        var letters = _house.Create("letters");
        var arn = await _house.Attribute(letters, "QueueArn");
        var url = _house.Create("jobs", ("VisibilityTimeout", "1"), ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{arn}}","maxReceiveCount":2}"""));
        var sent = await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "poison"));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await _house.Receive(url)).ShouldHaveSingleItem();
            _house.Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await _house.Receive(url)).ShouldBeEmpty();
        var letter = (await _house.Receive(letters)).Single();
        letter.String("MessageId").ShouldBe(sent.String("MessageId"));
        letter.Object("Attributes")!.String("DeadLetterQueueSourceArn").ShouldBe("arn:aws:sqs:us-east-1:123456789012:jobs");
        await _house.Restart();
        (await _house.Attribute(letters, "ApproximateNumberOfMessagesNotVisible")).ShouldBe("1");
        (await _house.Call("ListDeadLetterSourceQueues", ("QueueUrl", letters))).Array("queueUrls").Strings.ShouldBe([url]);
    }

    [Fact]
    public async Task Is_gone_when_its_retention_period_is_over()
    {
        var url = _house.Create("jobs", ("MessageRetentionPeriod", "60"));
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "old"));
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "young"));
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        (await _house.Receive(url)).Single().String("Body").ShouldBe("young");
    }

    [Fact]
    public async Task A_batch_reports_each_entry_and_a_bad_one_harms_no_other()
    {
        var url = _house.Create("jobs", ("MaximumMessageSize", "1024"));
        var answer = await _house.Call("SendMessageBatch", ("QueueUrl", url), ("Entries", new JsonArray(
        [
            JsonObject.Of(("Id", "a"), ("MessageBody", "fits")),
            JsonObject.Of(("Id", "b"), ("MessageBody", new string('x', 1025))),
        ])));

        answer.Array("Successful").Objects.Single().String("Id").ShouldBe("a");
        var failed = answer.Array("Failed").Objects.Single();
        failed.String("Code").ShouldBe("InvalidParameterValue");
        failed.String("Message").ShouldBe("One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.");
        var received = (await _house.Receive(url)).Single();
        var deleted = await _house.Call("DeleteMessageBatch", ("QueueUrl", url), ("Entries", new JsonArray(
        [
            JsonObject.Of(("Id", "a"), ("ReceiptHandle", received["ReceiptHandle"])), JsonObject.Of(("Id", "b"), ("ReceiptHandle", "nonsense")),
        ])));
        deleted.Array("Successful").Count.ShouldBe(1);
        deleted.Array("Failed").Objects.Single().String("Code").ShouldBe("ReceiptHandleIsInvalid");
    }

    [Fact]
    public async Task Malformed_batches_are_refused_as_a_whole()
    {
        var url = _house.Create("jobs");
        var entry = JsonObject.Of(("Id", "a"), ("MessageBody", "x"));
        (await Batch([])).ShouldBe("EmptyBatchRequest");
        (await Batch([entry, entry])).ShouldBe("BatchEntryIdsNotDistinct");
        (await Batch([entry.With("Id", "a b")])).ShouldBe("InvalidBatchEntryId");
        (await Batch([.. Enumerable.Range(0, 11).Select(n => entry.With("Id", $"{n}"))])).ShouldBe("TooManyEntriesInBatchRequest");
        (await Batch([.. Enumerable.Range(0, 2).Select(n => entry.With("Id", $"{n}").With("MessageBody", new string('x', 600_000)))])).ShouldBe("BatchRequestTooLong");

        async Task<string> Batch(JsonValue[] entries) =>
            (await _house.Refused("SendMessageBatch", ("QueueUrl", url), ("Entries", JsonArray.From(entries)))).Code;
    }

    [Fact]
    public async Task Attributes_come_back_as_they_were_sent_with_the_digest_that_clients_compute()
    {
        var url = _house.Create("jobs");
        var sent = await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "x"), ("MessageAttributes", JsonObject.Of(
            ("city", JsonObject.Of(("DataType", "String"), ("StringValue", "Any City"))),
            ("bits", JsonObject.Of(("DataType", "Binary"), ("BinaryValue", "AAEC"))),
            ("count", JsonObject.Of(("DataType", "Number"), ("StringValue", "3.5"))))));

        // The digests were computed by another implementation of the documented algorithm (moto's).
        sent.String("MD5OfMessageAttributes").ShouldBe("4394f5c567154442aa00c8196c58afce");
        var all = (await _house.Receive(url, ("VisibilityTimeout", 0))).Single();
        all.String("MD5OfMessageAttributes").ShouldBe(sent.String("MD5OfMessageAttributes"));
        all.Object("MessageAttributes")!.Object("bits")!.String("BinaryValue").ShouldBe("AAEC");

        var one = (await _house.Receive(url, ("VisibilityTimeout", 0), ("MessageAttributeNames", new JsonArray(["ci.*"])))).Single();
        one.Object("MessageAttributes")!.Names.ShouldBe(["city"]);
        one.String("MD5OfMessageAttributes").ShouldBe("a6ffb68ea212e1f864e24e589a1bda87");
    }

    [Fact]
    public async Task Refuses_what_is_no_message()
    {
        var url = _house.Create("jobs");
        (await _house.Refused("SendMessage", ("QueueUrl", url), ("MessageBody", ""))).Code.ShouldBe("MissingParameter");
        (await _house.Refused("SendMessage", ("QueueUrl", url), ("MessageBody", "\u0001"))).Code.ShouldBe("InvalidMessageContents");
        (await _house.Refused("SendMessage", ("QueueUrl", url), ("MessageBody", "x"), ("DelaySeconds", 901))).Message
            .ShouldBe("Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.");
        (await _house.Refused("SendMessage", ("QueueUrl", url), ("MessageBody", "x"), ("MessageGroupId", "g"))).Code.ShouldBe("UnsupportedOperation");
        (await _house.Refused("SendMessage", ("QueueUrl", url), ("MessageBody", "x"), ("MessageAttributes", JsonObject.Of(
            ("n", JsonObject.Of(("DataType", "Number"), ("StringValue", "three"))))))).Message.ShouldBe("Can't cast the value of message (user) attribute 'n' to a number.");
        (await _house.Refused("ReceiveMessage", ("QueueUrl", url), ("MaxNumberOfMessages", 11))).Message
            .ShouldBe("Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be >= 1 and <= 10, if provided.");
        (await _house.Refused("DeleteMessage", ("QueueUrl", url), ("ReceiptHandle", "x"))).Code.ShouldBe("ReceiptHandleIsInvalid");
    }

    [Fact]
    public async Task A_message_that_is_not_in_flight_cannot_be_hidden()
    {
        var url = _house.Create("jobs", ("VisibilityTimeout", "1"));
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "x"));
        var receipt = (await _house.Receive(url)).Single()["ReceiptHandle"];
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        (await _house.Refused("ChangeMessageVisibility", ("QueueUrl", url), ("ReceiptHandle", receipt), ("VisibilityTimeout", 5))).Code
            .ShouldBe("MessageNotInflight");
    }

    [Fact]
    public async Task Purging_empties_the_queue_and_may_be_done_once_a_minute()
    {
        var url = _house.Create("jobs");
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "x"));
        await _house.Call("PurgeQueue", ("QueueUrl", url));
        await _house.Restart();
        (await _house.Receive(url)).ShouldBeEmpty();

        await _house.Call("PurgeQueue", ("QueueUrl", url));
        _house.Time.Advance(TimeSpan.FromSeconds(59));
        (await _house.Refused("PurgeQueue", ("QueueUrl", url))).Code.ShouldBe("PurgeQueueInProgress");
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await _house.Call("PurgeQueue", ("QueueUrl", url));
    }

    [Fact]
    public async Task A_queue_made_again_under_its_name_is_empty()
    {
        var url = _house.Create("jobs");
        await _house.Call("SendMessage", ("QueueUrl", url), ("MessageBody", "x"));
        var waiting = _house.Receive(_house.Create("other"), ("WaitTimeSeconds", 20));
        await _house.Call("DeleteQueue", ("QueueUrl", url));
        (await _house.Refused("SendMessage", ("QueueUrl", url), ("MessageBody", "x"))).Code.ShouldBe("QueueDoesNotExist");
        _house.Create("jobs");
        (await _house.Receive(url)).ShouldBeEmpty();
        await _house.Call("DeleteQueue", ("QueueUrl", url.Replace("jobs", "other", StringComparison.Ordinal)));
        (await Should.ThrowAsync<Quell.Aws.AwsException>(() => waiting)).Code.ShouldBe("QueueDoesNotExist");
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }
}
