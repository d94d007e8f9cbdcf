using System.Xml;
using System.Xml.Linq;

namespace Quell.Aws.Protocols;

/// <summary>Reads the errors of the XML protocols, whatever they wrap them in.</summary>
internal static class XmlErrors
{
    public static AwsException Read(WireResponse response)
    {
        var status = response.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var error = response.Body.Length == 0 ? null : Find(response.Body);
        var code = XmlShapeReader.Child(error, "Code")?.Value.Trim();
        var message = XmlShapeReader.Child(error, "Message")?.Value ?? "";
        return new(string.IsNullOrEmpty(code) ? status : code, message, response.Status);
    }

    private static XElement? Find(WireBody body)
    {
        try
        {
            return XmlShapeReader.Parse(body.Bytes).DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Error");
        }
        catch (XmlException)
        {
            // Not the service's own answer (a proxy's page): the status alone tells.
            return null;
        }
    }
}
