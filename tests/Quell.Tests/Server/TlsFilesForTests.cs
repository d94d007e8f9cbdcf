using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Quell.Server;

namespace Quell.Tests.Server;

/// <summary>Writes a new self-signed certificate for localhost.</summary>
internal static class TlsFilesForTests
{
    public static (TlsFiles Files, string Thumbprint) Write(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        var files = new TlsFiles(Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return (files, certificate.Thumbprint);
    }
}
