using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Quell.Confinement;

/// <summary>Takes open files that another process of this machine sends over a Unix socket (unix(7), SCM_RIGHTS).</summary>
internal static class FileDescriptors
{
    private const int SolSocket = 1;
    private const int Rights = 1;
    private const int CloseOnExec = 0x40000000;
    private const int HeaderSize = 16;

    /// <summary>Reads one byte that comes with files.</summary>
    /// <param name="limit">How many are taken at most.</param>
    /// <returns>The files; none where something else came.</returns>
    public static int[] Receive(Socket socket, int limit)
    {
        var controlSize = HeaderSize + (limit * sizeof(int));
        var memory = Marshal.AllocHGlobal(64 + controlSize);
        try
        {
            var (mark, parts, control) = (memory, memory + 16, memory + 64);
            Marshal.StructureToPtr(new Part { Base = mark, Length = 1 }, parts, fDeleteOld: false);
            var message = new Message { Parts = parts, PartCount = 1, Control = control, ControlLength = (nuint)controlSize };
            if (NativeReceive(socket.SafeHandle.DangerousGetHandle().ToInt32(), ref message, CloseOnExec) != 1 || message.ControlLength < HeaderSize)
            {
                return [];
            }

            var header = Marshal.PtrToStructure<Header>(control);
            var files = new int[header is { Level: SolSocket, Type: Rights } ? ((int)header.Length - HeaderSize) / sizeof(int) : 0];
            Marshal.Copy(control + HeaderSize, files, 0, files.Length);
            return files;
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    [DllImport("libc", EntryPoint = "recvmsg")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NativeReceive(int socket, ref Message message, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public nint Base;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c> of 64-bit Linux; musl's padded fields have the same places on little-endian machines.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public nint Name;
        public nuint NameLength;
        public nint Parts;
        public nuint PartCount;
        public nint Control;
        public nuint ControlLength;
        public nint Flags;
    }

    /// <summary><c>struct cmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public nuint Length;
        public int Level;
        public int Type;
    }
}
