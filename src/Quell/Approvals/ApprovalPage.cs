using System.Net;
using System.Text;

namespace Quell.Approvals;

/// <summary>What a link shows: what is asked, and the two buttons. Opening it decides nothing, since programs that check mail open links, too.</summary>
internal static class ApprovalPage
{
    public const string CommentField = "comment";
    public const string DecisionField = "decision";
    public const string Approve = "approve";
    public const string Deny = "deny";

    private const string Style =
        """
        body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1c2430;background:#fff}
        h1{font-size:1.4rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#5a6675}dd{margin:0;overflow-wrap:anywhere}
        .message{border-left:4px solid #8a97a8;padding:.25rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
        textarea{width:100%;box-sizing:border-box;font:inherit;padding:.5rem}
        button{font:inherit;padding:.5rem 1.25rem;margin:1rem .75rem 0 0;border:1px solid #1c2430;border-radius:4px;background:#fff;color:#1c2430;cursor:pointer}
        button.yes{background:#1c2430;color:#fff}
        @media(prefers-color-scheme:dark){body,button{background:#14181e;color:#e6eaf0}button{border-color:#e6eaf0}button.yes{background:#e6eaf0;color:#14181e}dt{color:#9aa6b5}}
        """;

    /// <summary>What is asked, with the form.</summary>
    public static string Ask(Approval approval, string document)
    {
        var page = new StringBuilder();
        if (approval.Message is { Length: > 0 } message)
        {
            page.Append($"<p class=\"message\">{Text(message)}</p>");
        }

        page.Append("<dl>");
        Line(page, "Runbook", document);
        Line(page, "Step", approval.Step);
        Line(page, "Execution", approval.ExecutionId);
        Line(page, "Account", $"{approval.Scope.Account}, {approval.Scope.Region}");
        Line(page, "Approvals", $"{approval.Decisions.Count(decision => decision.IsApproval)} of {approval.Minimum}");
        if (approval.Due is { } due)
        {
            Line(page, "Until", $"{due.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        }

        page.Append($"""
            </dl>
            <form method="post">
            <label for="{CommentField}">Comment</label>
            <textarea id="{CommentField}" name="{CommentField}" rows="3" maxlength="4096"></textarea>
            <button class="yes" name="{DecisionField}" value="{Approve}">Approve</button><button name="{DecisionField}" value="{Deny}">Deny</button>
            </form>
            """);
        return Page("Approve this step?", page.ToString());
    }

    /// <summary>What has become of it, or why nothing has.</summary>
    public static string Say(string title, string text) => Page(title, $"<p>{Text(text)}</p>");

    private static void Line(StringBuilder page, string name, string value) => page.Append($"<dt>{name}</dt><dd>{Text(value)}</dd>");

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)} - Quell</title><style>{Style}</style></head>
        <body><h1>{Text(title)}</h1>{body}</body></html>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
