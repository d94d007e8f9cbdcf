using Quell.Aws.Models;
using Quell.Engine.Json;

namespace Quell.Aws.Protocols;

/// <summary>
/// Raw payloads that are small enough to be held (a function's input and answer; everything but S3's objects) are members of
/// the neutral form like any blob, base64, so that they are recorded and replayed with the call. On the wire they are the body.
/// </summary>
internal static class RawPayload
{
    /// <summary>The input with the request's body as its payload member; unchanged where there is no such member or no body.</summary>
    public static JsonObject Take(Shape.Structure? input, JsonObject value, ReadOnlySpan<byte> body) =>
        input?.Payload is { Shape: Shape.Blob } payload && !body.IsEmpty ? value.With(payload.Name, Convert.ToBase64String(body)) : value;

    /// <summary>The payload member as a body; null where the shape has none or the value lacks it.</summary>
    public static WireBody? Give(Shape.Structure? shape, JsonObject value) =>
        shape?.Payload is { Shape: Shape.Blob } payload && value.String(payload.Name) is { } text
            ? new WireBody(Convert.FromBase64String(text))
            : null;
}
