using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Quell.Server;

/// <summary>
/// The certificate that a listener shows, with those between it and its root, from PEM files. Files that have changed are read again,
/// so that a renewed certificate needs no restart; while they cannot be read, the one before is shown.
/// </summary>
internal sealed class TlsCertificate
{
    /// <summary>How often the files are looked at, at most.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private SslStreamCertificateContext _current;
    private (DateTime Certificate, DateTime Key) _written;
    private DateTimeOffset _looked;

    private TlsCertificate(TlsFiles files, TimeProvider time, ILogger log)
    {
        (_files, _time, _log) = (files, time, log);
        _written = Written();
        _looked = time.GetUtcNow();
        _current = Read();
    }

    /// <exception cref="IOException">The files are missing, no PEM, or do not go together; says which and why.</exception>
    public static TlsCertificate Load(TlsFiles files, TimeProvider time, ILogger log) => new(files, time, log);

    /// <summary>What to show now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetUtcNow() - _looked >= Freshness)
                {
                    _looked = _time.GetUtcNow();
                    Renew();
                }

                return _current;
            }
        }
    }

    private void Renew()
    {
        try
        {
            var written = Written();
            if (written != _written)
            {
                _current = Read();
                _written = written;
            }
        }
        catch (IOException fault)
        {
            // It may be half written: looked at again in a minute.
            _log.LogWarning(fault, "The TLS certificate has changed and cannot be read; the one before stays");
        }
    }

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(_files.Certificate), File.GetLastWriteTimeUtc(_files.Key));

    private SslStreamCertificateContext Read()
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(_files.Certificate, _files.Key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(_files.Certificate);
            chain.RemoveAt(0);

            // A key straight from PEM serves no handshake on every platform; one from PKCS#12 does.
            var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or UnauthorizedAccessException or IOException)
        {
            throw new IOException($"The TLS certificate {_files.Certificate} with the key {_files.Key} cannot be used: {fault.Message}", fault);
        }
    }
}

/// <summary>PEM files of a certificate, those between it and its root behind it, and of its key.</summary>
internal sealed record TlsFiles(string Certificate, string Key);
