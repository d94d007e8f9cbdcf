namespace Quell.Aws.Protocols;

/// <summary>An HTTP response as it is on the wire, free of any server or client type.</summary>
internal sealed record WireResponse(int Status, WireHeaders Headers, WireBody Body);
