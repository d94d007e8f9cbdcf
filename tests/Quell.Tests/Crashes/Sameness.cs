using System.Text.RegularExpressions;

namespace Quell.Tests.Crashes;

/// <summary>Takes out of a text what differs between two executions of the same workflow: times, ids of requests, messages and executions, tokens.</summary>
internal static partial class Sameness
{
    public static string Of(string text) =>
        ContentLength().Replace(Milliseconds().Replace(Sum().Replace(Token().Replace(HttpDate().Replace(IsoTime().Replace(Trace().Replace(
            Id().Replace(text, "ID"), "TRACE"), "TIME"), "TIME"), "TOKEN"), "SUM"), "TIME"), "Content-Length");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex("Root=1-[0-9a-f]{8}-[0-9a-f]{24}[^\"\\\\]*")]
    private static partial Regex Trace();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")]
    private static partial Regex HttpDate();

    /// <summary>A task token: its version, and the high bytes of an execution's number.</summary>
    [GeneratedRegex("AQAAA[A-Za-z0-9+/]{50,}=*")]
    private static partial Regex Token();

    /// <summary>A message's MD5, which has the execution's name in it.</summary>
    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex Sum();

    [GeneratedRegex(@"\b\d{13}\b")]
    private static partial Regex Milliseconds();

    /// <summary>Of an answer with a time in it.</summary>
    [GeneratedRegex("Content-Length[^0-9]+\\d+")]
    private static partial Regex ContentLength();
}
