using System.Text;
using Quell.Mail;

namespace Quell.Tests.Mail;

public sealed class MessageWriterTests
{
    public static TheoryData<string> Texts =>
    [
        "", "plain", "Zwölf Boxkämpfer jagen Viktor über den Sylter Deich", "日本語の件名はとても長いので、何行にも分けて符号化しなければなりません。そうでしょう？",
        "emoji 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "=?utf-8?B?SGk=?=", "a  b   c", " edges ", new string('x', 2000),
        string.Join(' ', Enumerable.Range(0, 200)), "quotes \" and \\ backslashes", "a, b; c <d@e>",
    ];

    [Fact]
    public void Writes_the_internet_message_format() =>
        Text(Some.Mail()).ShouldBe(
            """
            Date: Fri, 20 Nov 2026 15:05:06 +0000
            From: "AWS Notifications"
             <no-reply@sns.amazonaws.com>
            To: ops@example.com
            Message-ID: <mail-1@quell>
            Subject: A VPC was created
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii
            Content-Transfer-Encoding: 7bit

            Hello

            """.ReplaceLineEndings("\r\n"));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Reads_back_any_subject_from_short_lines_of_ASCII(string subject)
    {
        var text = Text(Some.Mail(subject));

        text.ShouldAllBe(letter => letter <= '~');
        text.Split("\r\n").ShouldAllBe(line => line.Length <= 78);
        Read(Some.Mail(subject)).Subject.ShouldBe(subject);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Reads_back_any_name_and_header(string text)
    {
        var mail = Some.Mail(headers: new KeyValuePair<string, string>("X-Note", text)) with { From = new("a@b.c", text) };

        Read(mail).Header("X-Note").ShouldBe(text);
        Read(mail).From.ShouldBe($"{text} <a@b.c>");
    }

    [Theory]
    [MemberData(nameof(Texts))]
    [InlineData("one\ntwo\n\nthree")]
    [InlineData(".\n..\n.hidden\n.")]
    [InlineData("ü.\n.ü\n \t \nFrom me")]
    [InlineData("tab\tand = sign, ünd so weiter")]
    [InlineData("control \u0001 and bell \u0007")]
    public void Reads_back_any_body(string body)
    {
        var text = Text(Some.Mail(body: body));

        text.ShouldEndWith("\r\n");
        text.Split("\r\n").ShouldAllBe(line => line.Length <= 998);
        text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\r");
        text.Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
        Read(Some.Mail(body: body)).Body.ShouldBe(body);
    }

    [Theory]
    [InlineData("one\r\ntwo\rthree\nfour\r\n", "one\ntwo\nthree\nfour")]
    [InlineData("a\n\n", "a\n")]
    public void Takes_any_line_ends(string body, string read) => Read(Some.Mail(body: body)).Body.ShouldBe(read);

    [Theory]
    [InlineData("x\r\nBcc: evil@example.com")]
    [InlineData("x\nBcc: evil@example.com")]
    [InlineData("x\rBcc: evil@example.com")]
    [InlineData("x\r\n\r\nBody")]
    [InlineData("ü\r\nBcc: evil@example.com")]
    [InlineData("\u0085\u2028Bcc: evil@example.com")]
    public void Lets_nobody_put_a_header_in(string text)
    {
        var mail = Some.Mail(text, headers: new KeyValuePair<string, string>("X-Note", text)) with { From = new("a@b.c", text) };

        var read = Read(mail);

        read.Headers.Select(header => header.Key).ShouldBe(
            ["Date", "From", "To", "Message-ID", "Subject", "X-Note", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]);
        read.Body.ShouldBe("Hello");
    }

    [Theory]
    [InlineData("")]
    [InlineData("X Note")]
    [InlineData("X-Note: a\r\nBcc")]
    [InlineData("Nöte")]
    public void Refuses_a_header_name_that_is_none(string name) =>
        Should.Throw<ArgumentException>(() => MessageWriter.Write(Some.Mail(headers: new KeyValuePair<string, string>(name, "x"))));

    [Theory]
    [InlineData("arn:aws:sns:us-east-1:000000000000:topic/1")]
    [InlineData("../../etc/passwd")]
    [InlineData("a>\r\nBcc: b")]
    [InlineData("")]
    public void Makes_any_id_safe(string id) =>
        Read(Some.Mail(id: id)).Header("Message-ID").ShouldMatch("^<[0-9a-f]{32}@quell>$");

    [Fact]
    public void Round_trips_random_text()
    {
        var random = new Random(7);
        const string letters = "ab =?.\n\tü€😀_\"\\<>@:;-";
        for (var i = 0; i < 2000; i++)
        {
            var runes = letters.EnumerateRunes().ToArray();
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => runes[random.Next(runes.Length)].ToString()));
            var line = text.Replace('\n', ' ').Replace('\t', ' ');
            var read = Read(Some.Mail(line, text));

            read.Subject.ShouldBe(line);
            read.Body.ShouldBe(text.EndsWith('\n') ? text[..^1] : text);
        }
    }

    private static string Text(MailMessage mail) => Encoding.UTF8.GetString(MessageWriter.Write(mail));

    private static StoredMail Read(MailMessage mail) => MessageReader.Read("name", MessageWriter.Write(mail));
}
