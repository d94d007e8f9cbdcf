using System.Buffers.Binary;
using System.Net.Sockets;
using Quell.Engine.Json;

namespace Quell.Confinement;

/// <summary>Frames to and from one run: four bytes of length, then a JSON object (Programs/confine.py has the other end).</summary>
internal sealed class RunChannel(Socket socket) : IDisposable
{
    private const int FrameLimit = 1024 * 1024;

    public async Task Send(JsonObject frame, CancellationToken cancellationToken)
    {
        var body = frame.ToUtf8();
        var bytes = new byte[body.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, body.Length);
        body.CopyTo(bytes, 4);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next frame; null at the end, and where what comes is none: the run itself can write here.</summary>
    public async Task<JsonObject?> Read(CancellationToken cancellationToken)
    {
        var head = new byte[4];
        if (!await Fill(head, cancellationToken).ConfigureAwait(false) || BinaryPrimitives.ReadInt32BigEndian(head) is < 0 or > FrameLimit)
        {
            return null;
        }

        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        try
        {
            return await Fill(body, cancellationToken).ConfigureAwait(false) ? JsonValue.Parse(body) as JsonObject : null;
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }

    /// <summary>The files that come next; none where something else comes, which is then the next frame's.</summary>
    public async Task<int[]> ReadFiles(int limit, CancellationToken cancellationToken)
    {
        var mark = new byte[1];
        return await socket.ReceiveAsync(mark, SocketFlags.Peek, cancellationToken).ConfigureAwait(false) == 1 && mark[0] == (byte)'F'
            ? FileDescriptors.Receive(socket, limit)
            : [];
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> Fill(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            for (var filled = 0; filled < buffer.Length;)
            {
                var read = await socket.ReceiveAsync(buffer[filled..], cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return false;
                }

                filled += read;
            }

            return true;
        }
        catch (SocketException)
        {
            // The other end was killed.
            return false;
        }
    }
}
