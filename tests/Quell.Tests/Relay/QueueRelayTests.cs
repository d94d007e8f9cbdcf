using Quell.Engine.Json;
using Quell.Storage;
using Quell.Tests.Examples;
using Quell.Tests.Gate;

namespace Quell.Tests.Relay;

/// <summary>The relay in a process of its own, against SQS as another Quell has it, with what goes wrong on the way.</summary>
public sealed class QueueRelayTests
{
    [Fact]
    [Trait("Requirement", "N10")]
    public async Task Events_of_the_queue_are_on_the_bus_as_they_were_sent_and_the_queue_is_empty()
    {
        await using var account = await RelayAccount.Start();
        await using var relay = await account.Relay();
        var ids = RelayAccount.NewIds(57);

        await account.Send(ids);

        await account.ShouldArriveOnce(relay, ids);
        var first = (JsonObject)await relay.Quell("events", "--limit", "1");
        first.Array("events").Objects.Single().Object("event")!.Without("id").ToString()
            .ShouldBe(((JsonObject)JsonValue.Parse(RelayAccount.Event(ids[0]))).Without("id").ToString());
        account.Proxy.Requests.Where(request => request.Operation == "ReceiveMessage")
            .ShouldAllBe(request => request.Body.Contains("\"MaxNumberOfMessages\":10,\"WaitTimeSeconds\":20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Throttling_faults_and_broken_connections_delay_events_and_lose_none()
    {
        await using var account = await RelayAccount.Start();
        var ids = RelayAccount.NewIds(25);
        await account.Send(ids);
        var count = 0;
        account.Proxy.Fault = _ => Interlocked.Increment(ref count) switch
        {
            1 or 2 => new CloudAwsFault.Refusal("RequestThrottled", "Rate exceeded.", 400),
            3 => new CloudAwsFault.Refusal("ServiceUnavailable", "Later.", 503),
            4 or 6 => new CloudAwsFault.BrokenBefore(),
            5 or 8 => new CloudAwsFault.BrokenAfter(),
            7 => new CloudAwsFault.Answer("this is no JSON"),
            _ => null,
        };

        await using var relay = await account.Relay();

        await account.ShouldArriveOnce(relay, ids);
        (await RelayAccount.Source(relay)).Has("trouble").ShouldBeFalse();
    }

    [Fact]
    public async Task Expired_credentials_are_replaced_by_those_that_the_environment_has_then()
    {
        await using var account = await RelayAccount.Start();
        var ids = RelayAccount.NewIds(3);
        await account.Send(ids);
        account.Proxy.Fault = static request => request.AccessKeyId == "AKIAOLD" ? new CloudAwsFault.Refusal("ExpiredTokenException", "The security token included in the request is expired", 403) : null;
        var file = Path.Combine(Directory.CreateTempSubdirectory("quell-keys-").FullName, "credentials");
        await File.WriteAllTextAsync(file, "[default]\naws_access_key_id = AKIAOLD\naws_secret_access_key = s\naws_session_token = t\n");
        var environment = new Dictionary<string, string>(RelayAccount.Keys) { ["AWS_SHARED_CREDENTIALS_FILE"] = file };
        environment.Remove("AWS_ACCESS_KEY_ID");
        environment.Remove("AWS_SECRET_ACCESS_KEY");
        await using var relay = await QuellProcess.Start(["--relay", account.QueueUrl], environment: environment);
        (await QuellProcess.Eventually(() => RelayAccount.Source(relay), source => source.Has("trouble")))
            .String("trouble").ShouldBe("ExpiredTokenException: The security token included in the request is expired");
        relay.Output.ShouldContain("gives nothing: ExpiredTokenException");

        await File.WriteAllTextAsync(file, "[default]\naws_access_key_id = AKIANEW\naws_secret_access_key = s2\naws_session_token = t2\n");

        await account.ShouldArriveOnce(relay, ids);
        relay.Output.ShouldContain("is read again");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task What_could_not_be_deleted_comes_again_and_is_known()
    {
        await using var account = await RelayAccount.Start();
        var ids = RelayAccount.NewIds(12);
        await account.Send(ids);
        var count = 0;
        account.Proxy.Fault = request => request.Operation == "DeleteMessageBatch" && Interlocked.Increment(ref count) <= 4 ? new CloudAwsFault.Refusal("AccessDenied", "Not now.", 403) : null;

        await using var relay = await account.Relay();

        await account.ShouldArriveOnce(relay, ids);
        var source = await RelayAccount.Source(relay);
        source.Long("taken").ShouldBe(12);
        source.Long("repeated").ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Only_the_messages_that_SQS_failed_to_delete_are_deleted_again()
    {
        await using var account = await RelayAccount.Start(visibility: 600);
        var ids = RelayAccount.NewIds(3);
        await account.Send(ids);
        var count = 0;
        account.Proxy.Fault = request => request.Operation == "DeleteMessageBatch" && Interlocked.Increment(ref count) == 1
            ? new CloudAwsFault.Answer("""{"Successful":[],"Failed":[{"Id":"0","SenderFault":false,"Code":"InternalError","Message":"x"}]}""")
            : null;

        await using var relay = await account.Relay();

        await QuellProcess.Eventually(() => account.Proxy.Requests.Count(request => request.Operation == "DeleteMessageBatch"), deletions => deletions >= 2);
        var again = account.Proxy.Requests.Where(request => request.Operation == "DeleteMessageBatch").ElementAt(1);
        ((JsonObject)JsonValue.Parse(again.Body)).Array("Entries").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_queue_that_is_deleted_and_made_again_is_read_again()
    {
        await using var account = await RelayAccount.Start();
        await using var relay = await account.Relay();
        var before = RelayAccount.NewIds(1);
        await account.Send(before);
        await account.ShouldArriveOnce(relay, before);

        // The queue is gone for the relay; SQS itself lets a name rest for a minute.
        account.Proxy.Fault = static _ => new CloudAwsFault.Refusal("com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.", 400);
        await account.Send(RelayAccount.NewIds(1));
        (await QuellProcess.Eventually(() => RelayAccount.Source(relay), source => source.Has("trouble")))
            .String("trouble").ShouldNotBeNull().ShouldContain("QueueDoesNotExist");
        account.Proxy.Fault = static _ => null;

        await QuellProcess.Eventually(account.Left, left => left == 0);
        (await QuellProcess.Eventually(() => RelayAccount.Source(relay), source => source.Long("taken") == 2)).Has("trouble").ShouldBeFalse();
    }

    [Fact]
    public async Task A_message_that_is_no_event_is_left_to_the_redrive_policy_and_said_once()
    {
        await using var account = await RelayAccount.Start();
        await account.Sqs("CreateQueue", JsonObject.Of(("QueueName", "dead")));
        await account.Sqs("SetQueueAttributes", JsonObject.Of(("QueueUrl", account.QueueUrl), ("Attributes", JsonObject.Of(
            ("RedrivePolicy", """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":2}""")))));
        var ids = RelayAccount.NewIds(2);
        await account.SendText("this is no event");
        await account.Send(ids);
        await account.SendText("""{"Records":[]}""");

        await using var relay = await account.Relay();

        await account.ShouldArriveOnce(relay, ids);
        var dead = await account.Sqs("ReceiveMessage", JsonObject.Of(("QueueUrl", account.QueueUrl.Replace("quell-events", "dead")), ("MaxNumberOfMessages", 10)));
        dead.Array("Messages").Objects.Select(message => message.String("Body")).Order().ShouldBe(["this is no event", """{"Records":[]}"""]);
        (await RelayAccount.Source(relay)).Long("refused").ShouldBe(2);
        relay.Output.Split("is no event, and is left to the queue's redrive policy").Length.ShouldBe(3, relay.Output);
    }

    [Fact]
    public async Task Messages_of_events_that_a_crash_left_undeleted_are_deleted_and_their_events_are_not_put_twice()
    {
        await using var account = await RelayAccount.Start();
        var data = Directory.CreateTempSubdirectory("quell-relay-").FullName;
        var armed = await QuellProcess.Start(
            ["--relay", account.QueueUrl], data, new Dictionary<string, string>(RelayAccount.Keys) { ["QUELL_CRASH_AT"] = CrashPoint.RelayBeforeDelete + ":1" });
        var ids = RelayAccount.NewIds(20);
        await account.Send(ids);
        await armed.Died();
        (await account.Left()).ShouldBe(20);

        await using var relay = await account.Relay(data);

        await account.ShouldArriveOnce(relay, ids);
    }

    [Fact]
    public async Task It_ends_at_once_while_it_waits_for_messages()
    {
        await using var account = await RelayAccount.Start();
        await using var relay = await account.Relay();
        await QuellProcess.Eventually(() => account.Proxy.Requests.Length, requests => requests > 0);

        (await relay.Stop()).ShouldBe(0, relay.Output);
    }

    /// <summary>The template for the real account, deployed in one: what happens there reaches a rule here.</summary>
    [RealClientFact]
    public async Task The_template_of_the_account_sends_what_happens_there()
    {
        await using var account = await QuellProcess.Start([Path.Combine(Documentation.RequirementsDocument.Root, "deploy", "aws-relay.yaml")]);
        await using var relay = await QuellProcess.Start(["--relay", account.Endpoint + "/000000000000/quell-events"], environment: RelayAccount.Keys);
        await relay.Aws("sqs", "create-queue", "--queue-name", "seen");
        await relay.Aws("events", "put-rule", "--name", "vpcs", "--event-pattern", """{"source":["aws.ec2"],"detail":{"eventName":["CreateVpc"]}}""");
        await relay.Aws("events", "put-targets", "--rule", "vpcs", "--targets", "Id=seen,Arn=arn:aws:sqs:us-east-1:000000000000:seen");

        var vpc = await account.Aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16");

        var got = await QuellProcess.Eventually(
            () => relay.Aws("sqs", "receive-message", "--queue-url", relay.Endpoint + "/000000000000/seen"), answer => answer.Array("Messages").Count > 0);
        got.Array("Messages").Objects.Single().String("Body").ShouldNotBeNull().ShouldContain(vpc.Object("Vpc")!.String("VpcId")!);
    }
}

/// <summary>The same against moto, an SQS that nobody here wrote.</summary>
[Collection(CloudAwsMoto.Collection)]
public sealed class QueueRelayMotoTests(CloudAwsMoto moto)
{
    [MotoFact]
    public async Task Events_arrive_once_each_through_throttling_and_expired_tokens()
    {
        await moto.Reset();
        var url = (await moto.Aws("sqs", "create-queue", "--queue-name", "quell-events", "--attributes", "VisibilityTimeout=1")).String("QueueUrl")!;
        var ids = RelayAccount.NewIds(23);
        foreach (var id in ids)
        {
            await moto.Aws("sqs", "send-message", "--queue-url", url, "--message-body", RelayAccount.Event(id));
        }

        var count = 0;
        moto.Proxy.Fault = _ => Interlocked.Increment(ref count) switch
        {
            1 or 4 => new CloudAwsFault.Refusal("RequestThrottled", "Rate exceeded.", 400),
            2 => new CloudAwsFault.Refusal("ExpiredTokenException", "The security token included in the request is expired", 403),
            5 => new CloudAwsFault.BrokenAfter(),
            _ => null,
        };
        await using var relay = await QuellProcess.Start(["--relay", moto.Proxy.Endpoint + new Uri(url).AbsolutePath], environment: RelayAccount.Keys);

        await QuellProcess.Eventually(() => RelayAccount.Arrived(relay), arrived => ids.All(arrived.Contains));
        await QuellProcess.Eventually(Left, left => left == "0/0");
        (await RelayAccount.Arrived(relay)).Order().ShouldBe(ids.Order());

        async Task<string> Left()
        {
            var attributes = (await moto.Aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All")).Object("Attributes")!;
            return $"{attributes.String("ApproximateNumberOfMessages")}/{attributes.String("ApproximateNumberOfMessagesNotVisible")}";
        }
    }
}
