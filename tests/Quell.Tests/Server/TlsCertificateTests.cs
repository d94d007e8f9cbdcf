using Microsoft.Extensions.Logging.Abstractions;
using Quell.Server;
using Quell.Tests.Deliveries;

namespace Quell.Tests.Server;

public sealed class TlsCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quell-tls-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Shows_a_renewed_certificate_within_a_minute()
    {
        var (files, first) = TlsFilesForTests.Write(_folder);
        var certificate = TlsCertificate.Load(files, _time, NullLogger.Instance);
        var (_, second) = TlsFilesForTests.Write(_folder);
        File.SetLastWriteTimeUtc(files.Certificate, DateTime.UnixEpoch);
        certificate.Current.TargetCertificate.Thumbprint.ShouldBe(first);
        _time.Advance(TimeSpan.FromMinutes(1));
        certificate.Current.TargetCertificate.Thumbprint.ShouldBe(second);
    }

    [Fact]
    public void Shows_the_one_before_while_the_new_one_cannot_be_read()
    {
        var (files, first) = TlsFilesForTests.Write(_folder);
        var certificate = TlsCertificate.Load(files, _time, NullLogger.Instance);
        File.WriteAllText(files.Certificate, "half of");
        File.SetLastWriteTimeUtc(files.Certificate, DateTime.UnixEpoch);
        _time.Advance(TimeSpan.FromMinutes(1));
        certificate.Current.TargetCertificate.Thumbprint.ShouldBe(first);
        var (_, second) = TlsFilesForTests.Write(_folder);
        _time.Advance(TimeSpan.FromMinutes(1));
        certificate.Current.TargetCertificate.Thumbprint.ShouldBe(second);
    }

    [Fact]
    public void Says_which_files_do_not_go_together()
    {
        var (files, _) = TlsFilesForTests.Write(_folder);
        var key = File.ReadAllText(files.Key);
        TlsFilesForTests.Write(_folder);
        File.WriteAllText(files.Key, key);
        var fault = Should.Throw<IOException>(() => TlsCertificate.Load(files, _time, NullLogger.Instance));
        fault.Message.ShouldContain(files.Certificate);
        fault.Message.ShouldContain(files.Key);
    }
}
