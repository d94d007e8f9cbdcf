using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Checking;

namespace Quell.Cli;

/// <summary>What <c>quell runbook check</c> tells people of one file.</summary>
internal sealed class RunbookFindingsText(Terminal terminal, string file)
{
    public void Write(RunbookFindings findings, Reach? reach)
    {
        foreach (var mistake in findings.Mistakes)
        {
            Tell(mistake, "");
        }

        foreach (var warning in findings.Warnings)
        {
            Tell(warning, "warning: ");
        }

        if (findings.Mistakes.IsEmpty)
        {
            terminal.Out.WriteLine($"{file}: no mistake");
        }

        if (reach is not null)
        {
            Write(reach);
        }
    }

    private void Tell(RunbookMistake mistake, string kind) =>
        terminal.Out.WriteLine(Listing.OneLine($"{file}:{mistake.Line}:{mistake.Column}: {kind}{mistake.Message}"));

    private void Write(Reach reach)
    {
        var listing = new Listing("REACHES", "WHAT", "BY", "LINE");
        foreach (var role in reach.Roles)
        {
            listing.Add("role", role.Role, role.Step is null ? role.Use : $"{role.Step} ({role.Use})", Line(role.Line));
        }

        foreach (var call in reach.Calls)
        {
            listing.Add("call", $"{call.Service}:{call.Operation}", $"{call.Step ?? "the execution"}{Source(call.Source)}", Line(call.Line));
        }

        foreach (var document in reach.Documents)
        {
            listing.Add(document.Kind, document.Name, document.Step, Line(document.Line));
        }

        foreach (var permission in reach.Permissions)
        {
            listing.Add("permission", permission, "", "");
        }

        listing.Write(terminal, $"{file}: reaches nothing outside of itself");
        foreach (var unread in reach.Unread)
        {
            terminal.Out.WriteLine(Listing.OneLine($"{file}: {unread}"));
        }
    }

    private static string Source(CallSource source) => source switch
    {
        CallSource.Script => " (seen in script)",
        CallSource.Action => " (its action)",
        _ => "",
    };

    private static string Line(int line) => line > 0 ? line.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
}
