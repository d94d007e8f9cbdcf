using System.Net;
using System.Net.Http.Headers;
using Quell.Deliveries;

namespace Quell.Topics;

/// <summary>
/// An http or https endpoint of a subscription: a POST with SNS's headers (SNS developer guide, "HTTP/HTTPS headers"). Server
/// faults, 429 and what never arrived are tried again; other answers outside 200 to 299 are final ("Amazon SNS message
/// delivery retries"). Redirects are not followed.
/// </summary>
internal sealed class HttpTarget(HttpMessageInvoker client, TimeProvider time) : ITarget
{
    /// <summary>How long SNS waits for an answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>The client that deliveries use: neither cookies nor redirects.</summary>
    public static HttpMessageInvoker NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Limit,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    public async ValueTask<HandOver> Accept(Delivery delivery, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = Request(delivery);
        try
        {
            using var response = await client.SendAsync(request, either.Token).ConfigureAwait(false);
            Check(response.StatusCode, delivery.Target);
            return HandOver.Done;
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DeliveryException("TIMEOUT", $"{delivery.Target} did not answer within {Limit.TotalSeconds} seconds.", isTransient: true, fault);
        }
        catch (HttpRequestException fault)
        {
            throw new DeliveryException("SDK_CLIENT_ERROR", $"{delivery.Target} cannot be reached: {fault.Message}", isTransient: true, fault);
        }
    }

    private static HttpRequestMessage Request(Delivery delivery)
    {
        var spec = delivery.Spec;
        var content = new ReadOnlyMemoryContent(delivery.Payload);
        content.Headers.ContentType = MediaTypeHeaderValue.TryParse(spec.String("ContentType"), out var type)
            ? type
            : new("text/plain", "UTF-8");
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Target) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Amazon Simple Notification Service Agent");
        request.Headers.TryAddWithoutValidation("x-amz-sns-message-type", spec.String("MessageType"));
        request.Headers.TryAddWithoutValidation("x-amz-sns-message-id", spec.String("MessageId"));
        request.Headers.TryAddWithoutValidation("x-amz-sns-topic-arn", spec.String("TopicArn"));
        if (spec.String("SubscriptionArn") is { } subscription)
        {
            request.Headers.TryAddWithoutValidation("x-amz-sns-subscription-arn", subscription);
        }

        if (spec.Bool("IsRaw") is true)
        {
            request.Headers.TryAddWithoutValidation("x-amz-sns-rawdelivery", "true");
        }

        return request;
    }

    private static void Check(HttpStatusCode status, string endpoint)
    {
        var code = (int)status;
        if (code is < 200 or >= 300)
        {
            throw new DeliveryException(
                code is 429 ? "THROTTLING" : "SDK_CLIENT_ERROR", $"{endpoint} answered {code}.", isTransient: code is 429 or < 200 or >= 500);
        }
    }
}
