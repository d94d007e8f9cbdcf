using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Quell.Executions;
using Quell.Runbooks;
using Quell.Runbooks.Running;
using Quell.Storage;

namespace Quell.Approvals;

/// <summary>Serves the links of approvals (<see cref="ApprovalLinks"/>): GET shows what is asked, POST of the page's form decides.</summary>
internal sealed class ApprovalLinkEndpoint(ApprovalDesk desk, ApprovalLinks links, ExecutionStore executions)
{
    /// <summary>Bytes of the form: a comment in UTF-8, and room for its encoding.</summary>
    private const int MostBytes = 64 * 1024;

    private const int LongestComment = 4_096;

    public static void Map(WebApplication app, ApprovalDesk desk, ApprovalLinks links, ExecutionStore executions) =>
        app.MapMethods(ApprovalLinks.Prefix + "{id}", ["GET", "POST"], new ApprovalLinkEndpoint(desk, links, executions).Serve);

    /// <summary>Whether a browser opens a link as a page. It does so from wherever it stands, a mail on the web too; it changes nothing.</summary>
    public static bool IsOpened(HttpRequest request) => request.Method == "GET" && request.Headers["Sec-Fetch-Mode"] == "navigate" && IsLink(request);

    public static bool IsLink(HttpRequest request) => request.Path.StartsWithSegments(ApprovalLinks.Prefix.TrimEnd('/'), StringComparison.Ordinal);

    private async Task Serve(HttpContext context)
    {
        var topic = context.Request.Query[ApprovalLinks.TopicParameter].ToString();
        if (Approval.Parse(context.Request.RouteValues["id"] as string ?? "") is not var (run, pending)
            || desk.FindAsked(run, pending) is not { } approval
            || !links.IsSigned(approval, topic, context.Request.Query[ApprovalLinks.SignatureParameter].ToString()))
        {
            await Answer(context, 404, ApprovalPage.Say("There is nothing here", "This link was not made by this Quell, or is not whole. Open it as it stands in the message.")).ConfigureAwait(false);
            return;
        }

        try
        {
            await Answer(context, 200, context.Request.Method == "GET"
                ? Ask(approval, topic)
                : await Decide(context, approval, topic).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (ApprovalException refusal)
        {
            await Answer(context, 409, ApprovalPage.Say("Not decided", refusal.Message)).ConfigureAwait(false);
        }
        catch (JournalException fault)
        {
            await Answer(context, 503, ApprovalPage.Say("Not decided", $"{fault.Message} Try again.")).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is BadHttpRequestException or InvalidDataException)
        {
            await Answer(context, 400, ApprovalPage.Say("Not decided", "The form cannot be read. Open the link again.")).ConfigureAwait(false);
        }
    }

    private string Ask(Approval approval, string topic)
    {
        desk.CheckLink(approval, topic);
        return ApprovalPage.Ask(approval, executions.Find(approval.Run) is { } stored ? RunbookSettings.From(stored.Header.Settings).DocumentName : "");
    }

    private async Task<string> Decide(HttpContext context, Approval approval, string topic)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        if (!context.Request.HasFormContentType)
        {
            throw new BadHttpRequestException("No form.");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var isApproval = form[ApprovalPage.DecisionField].ToString() switch
        {
            ApprovalPage.Approve => true,
            ApprovalPage.Deny => false,
            _ => throw new BadHttpRequestException("No decision."),
        };
        var comment = form[ApprovalPage.CommentField].ToString().Trim() is { Length: > 0 } text ? text : null;
        if (comment?.Length > LongestComment)
        {
            throw new ApprovalException($"The comment has {comment.Length} characters; {LongestComment} are allowed.");
        }

        var decided = await desk.DecideByLink(approval.Run, approval.Pending, topic, isApproval, comment).ConfigureAwait(false);
        return decided.State switch
        {
            ApprovalState.Approved => ApprovalPage.Say("Approved", "The runbook goes on."),
            ApprovalState.Rejected => ApprovalPage.Say("Denied", "The step fails."),
            _ => ApprovalPage.Say("Noted", $"{decided.Decisions.Count(decision => decision.IsApproval)} of {decided.Minimum} approvals are there."),
        };
    }

    /// <summary>
    /// The link is as good as a password: no other site learns it, and nothing keeps it. Without any referrer a browser would say of
    /// the form that it comes from nowhere (Fetch, "append a request Origin header"), and the form would be refused.
    /// </summary>
    private static Task Answer(HttpContext context, int status, string page)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        headers["Referrer-Policy"] = "same-origin";
        headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(page, context.RequestAborted);
    }
}
