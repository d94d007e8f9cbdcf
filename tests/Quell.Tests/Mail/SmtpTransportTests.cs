using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Quell.Mail;

namespace Quell.Tests.Mail;

public sealed class SmtpTransportTests
{
    [SmtpFact]
    public async Task Delivers_a_mail_into_the_maildir_of_a_server()
    {
        // As the issue starts it: the handler makes a maildir of the folder.
        var maildir = Path.Combine(Path.GetTempPath(), $"quell-maildir-{Guid.NewGuid():N}");
        var port = FreePort();
        using var server = Process.Start(SmtpServer.Python,
            ["-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox", maildir]);
        try
        {
            await SendOnceUpAsync(new SmtpTransport(new("127.0.0.1", port), TimeProvider.System), Some.Mail("VPC ü", "Zeile 1\n.Zeile 2\n"));

            var stored = MessageReader.Read("x", await File.ReadAllBytesAsync(Directory.EnumerateFiles(Path.Combine(maildir, "new")).Single()));
            stored.Subject.ShouldBe("VPC ü");
            stored.Header("X-RcptTo").ShouldBe("ops@example.com");
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            if (Directory.Exists(maildir))
            {
                Directory.Delete(maildir, recursive: true);
            }
        }
    }

    [SmtpFact]
    public async Task Delivers_any_text_as_it_was_written()
    {
        await using var server = await SmtpServer.StartAsync();
        foreach (var text in new[]
        {
            "plain", ".\n..\n.a\n", "ü\n.\n.ü", new string('x', 5000), new string('ü', 5000), "tabs\t and trailing \nspaces ", "=3D = =\n",
            string.Join('\n', Enumerable.Range(0, 3000).Select(i => $".line {i} of a long mail")),
        })
        {
            var subject = $"Subject 😀 {text[..Math.Min(40, text.Length)]}".ReplaceLineEndings(" ");

            // The server prints a long mail only as fast as it is read.
            var arriving = server.NextAsync();
            await Transport(server).SendAsync(Some.Mail(subject, text), CancellationToken.None);
            var mail = await arriving;

            mail.GetProperty("from").GetString().ShouldBe("no-reply@sns.amazonaws.com");
            mail.GetProperty("to")[0].GetString().ShouldBe("ops@example.com");
            mail.GetProperty("subject").GetString().ShouldBe(MailAddress.Printable(subject));
            mail.GetProperty("sender").GetString().ShouldBe("AWS Notifications <no-reply@sns.amazonaws.com>");
            mail.GetProperty("body").GetString()!.ReplaceLineEndings("\n").TrimEnd('\n').ShouldBe(text.TrimEnd('\n'));
            mail.GetProperty("raw").GetBytesFromBase64().ShouldAllBe(value => value < 128);
        }
    }

    [SmtpFact]
    public async Task Tells_a_failure_for_now_from_one_for_good()
    {
        await using var server = await SmtpServer.StartAsync();

        var never = await FailAsync(Transport(server), Some.Mail(to: "never@example.com"));
        (never.IsTransient, never.Reply).ShouldBe((false, 550));
        never.Message.ShouldBe($"The SMTP server 127.0.0.1:{server.Port} answered RCPT TO:<never@example.com> with 550 5.1.1 No such mailbox");

        var later = await FailAsync(Transport(server), Some.Mail(to: "later@example.com"));
        (later.IsTransient, later.Reply).ShouldBe((true, 451));

        var umlaut = await FailAsync(Transport(server), Some.Mail(to: "jörg@example.com"));
        umlaut.IsTransient.ShouldBeFalse();
        umlaut.Message.ShouldContain("SMTPUTF8");
    }

    [SmtpFact]
    public async Task Sends_to_an_address_beyond_ASCII_where_the_server_takes_it()
    {
        await using var server = await SmtpServer.StartAsync("--utf8");

        await Transport(server).SendAsync(Some.Mail(to: "jörg@example.com"), CancellationToken.None);

        (await server.NextAsync()).GetProperty("to")[0].GetString().ShouldBe("jörg@example.com");
    }

    [SmtpFact]
    public async Task Logs_in_by_either_method()
    {
        foreach (var method in new[] { "PLAIN", "LOGIN" })
        {
            await using var server = await SmtpServer.StartAsync("--auth", method);
            var options = new SmtpOptions("127.0.0.1", server.Port, User: "user", Password: "right");

            await new SmtpTransport(options, TimeProvider.System).SendAsync(Some.Mail(), CancellationToken.None);
            (await server.NextAsync()).GetProperty("user").GetString().ShouldBe("user");

            var wrong = await FailAsync(new SmtpTransport(options with { Password = "a wrong one" }, TimeProvider.System), Some.Mail());
            (wrong.IsTransient, wrong.Reply).ShouldBe((false, 535));
            wrong.Message.ShouldNotContain("wrong");
            wrong.Message.ShouldNotContain(Convert.ToBase64String("a wrong one"u8));
        }
    }

    [SmtpFact]
    public async Task Encrypts_with_STARTTLS_to_a_certificate_that_is_trusted_and_to_no_other()
    {
        var folder = Directory.CreateTempSubdirectory("quell-smtp-");
        try
        {
            var (certificate, key) = WriteCertificate(folder.FullName);
            await using var server = await SmtpServer.StartAsync("--tls", certificate, key, "--auth", "PLAIN");
            var options = new SmtpOptions("127.0.0.1", server.Port, SmtpTls.StartTls, "user", "right", certificate);

            await new SmtpTransport(options, TimeProvider.System).SendAsync(Some.Mail(), CancellationToken.None);
            (await server.NextAsync()).GetProperty("tls").GetBoolean().ShouldBeTrue();

            var untrusted = await FailAsync(new SmtpTransport(options with { CaFile = null }, TimeProvider.System), Some.Mail());
            untrusted.IsTransient.ShouldBeFalse();
            untrusted.Message.ShouldContain("cannot be trusted");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SmtpFact]
    public async Task Sends_nothing_in_the_clear_that_is_to_be_encrypted()
    {
        await using var server = await SmtpServer.StartAsync();
        var options = new SmtpOptions("127.0.0.1", server.Port, SmtpTls.StartTls);

        (await FailAsync(new SmtpTransport(options, TimeProvider.System), Some.Mail())).Message.ShouldContain("does not offer STARTTLS");
    }

    [Fact]
    public async Task Says_that_nobody_is_there()
    {
        var error = await FailAsync(new SmtpTransport(new("127.0.0.1", FreePort()), TimeProvider.System), Some.Mail());

        (error.IsTransient, error.Reply).ShouldBe((true, null));
        error.Message.ShouldContain("cannot be reached");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", false, "does not speak SMTP")]
    [InlineData("220 hi\r\n", true, "broke off")]
    [InlineData("421 busy\r\n", true, "answered the connection with 421 busy")]
    [InlineData("554 go away\r\n", false, "answered the connection with 554 go away")]
    [InlineData("", true, "broke off")]
    public async Task Copes_with_a_server_that_is_none(string greeting, bool isTransient, string message)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var transport = new SmtpTransport(new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), TimeProvider.System);
        var sending = FailAsync(transport, Some.Mail());
        using (var client = await listener.AcceptSocketAsync())
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(greeting));
            client.Shutdown(SocketShutdown.Send);
            var error = await sending;
            error.IsTransient.ShouldBe(isTransient);
            error.Message.ShouldContain(message);
        }
    }

    [Fact]
    public async Task Gives_up_on_a_silent_server_and_stops_when_it_is_told_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new ManualTime();
        var transport = new SmtpTransport(new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port), time);

        var late = FailAsync(transport, Some.Mail());
        using var first = await listener.AcceptSocketAsync();
        time.Elapse();
        (await late).Message.ShouldContain("did not finish within 30 seconds");

        using var stop = new CancellationTokenSource();
        var stopped = transport.SendAsync(Some.Mail(), stop.Token);
        using var second = await listener.AcceptSocketAsync();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => stopped);
    }

    private static SmtpTransport Transport(SmtpServer server) => new(new("127.0.0.1", server.Port), TimeProvider.System);

    private static Task<MailException> FailAsync(SmtpTransport transport, MailMessage mail) =>
        Should.ThrowAsync<MailException>(() => transport.SendAsync(mail, CancellationToken.None));

    private static async Task SendOnceUpAsync(SmtpTransport transport, MailMessage mail)
    {
        while (true)
        {
            try
            {
                await transport.SendAsync(mail, CancellationToken.None);
                return;
            }
            catch (MailException starting) when (starting.IsTransient && starting.InnerException is SocketException)
            {
                await Task.Yield();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=quell test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var paths = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem());
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem());
        return paths;
    }

    /// <summary>A clock whose timers go off when the test says so.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public void Elapse()
        {
            foreach (var timer in _timers.ToArray())
            {
                timer.Fire();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(callback, state);
            _timers.Add(timer);
            return timer;
        }

        private sealed class Timer(TimerCallback callback, object? state) : ITimer
        {
            private bool _isOver;

            public void Fire()
            {
                if (!_isOver)
                {
                    callback(state);
                }
            }

            public bool Change(TimeSpan dueTime, TimeSpan period) => !_isOver;

            public void Dispose() => _isOver = true;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
