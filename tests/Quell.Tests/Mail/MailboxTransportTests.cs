using Quell.Mail;

namespace Quell.Tests.Mail;

public sealed class MailboxTransportTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"quell-mailbox-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    public void Is_empty_before_the_first_mail() => new Mailbox(_directory).List().ShouldBeEmpty();

    [Fact]
    public async Task Keeps_mail_in_the_order_of_its_dates()
    {
        var transport = new MailboxTransport(_directory);
        var late = Some.Mail("late", id: "a");
        await transport.SendAsync(late, CancellationToken.None);
        await transport.SendAsync(Some.Mail("early ü", "Zeile\n.zwei", id: "b") with { Date = late.Date.AddHours(-1) }, CancellationToken.None);

        var list = new Mailbox(_directory).List().ToList();

        list.Select(mail => mail.Subject).ShouldBe(["early ü", "late"]);
        list[0].Body.ShouldBe("Zeile\n.zwei");
        list[0].From.ShouldBe("AWS Notifications <no-reply@sns.amazonaws.com>");
        list[0].To.ShouldBe("ops@example.com");
        var found = new Mailbox(_directory).Find(list[0].Name).ShouldNotBeNull();
        (found.Subject, found.Body).ShouldBe((list[0].Subject, list[0].Body));
        Directory.EnumerateFiles(Path.Combine(_directory, "tmp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keeps_the_same_mail_once()
    {
        var transport = new MailboxTransport(_directory);
        await transport.SendAsync(Some.Mail(), CancellationToken.None);
        await transport.SendAsync(Some.Mail(), CancellationToken.None);

        new Mailbox(_directory).List().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("../new/x")]
    [InlineData("")]
    [InlineData("nothing")]
    public async Task Finds_nothing_outside(string name)
    {
        await new MailboxTransport(_directory).SendAsync(Some.Mail(id: "../escape"), CancellationToken.None);

        new Mailbox(_directory).Find(name).ShouldBeNull();
        Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    [Fact]
    public async Task Says_that_the_folder_cannot_be_written()
    {
        await File.WriteAllTextAsync(_directory, "a file");
        try
        {
            var error = await Should.ThrowAsync<MailException>(() => new MailboxTransport(_directory).SendAsync(Some.Mail(), CancellationToken.None));

            error.IsTransient.ShouldBeTrue();
            error.Message.ShouldContain(_directory);
        }
        finally
        {
            File.Delete(_directory);
        }
    }
}
