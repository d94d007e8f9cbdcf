using Quell.Aws.Models;

namespace Quell.Aws.Protocols;

/// <summary>A REST service's operations by method and path. Immutable.</summary>
internal sealed class RestRoutes
{
    private readonly ILookup<string, Entry> _byMethod;

    public RestRoutes(ServiceModel service) => _byMethod = service.Operations.Values
        .OrderBy(operation => operation.Name, StringComparer.Ordinal)
        .Select(operation => new Entry(operation))
        .ToLookup(entry => entry.Operation.Method, StringComparer.Ordinal);

    /// <summary>The operation that a request is for, with the labels of its path and how well it fits.</summary>
    /// <param name="rawPath">As sent, with the bucket in front for S3.</param>
    public (OperationModel Operation, Dictionary<string, string> Labels, int Score)? Find(WireRequest request, string rawPath)
    {
        var query = QueryText.Parse(request.RawQuery).ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        (OperationModel, Dictionary<string, string>, int)? best = null;
        var bestScore = int.MinValue;
        foreach (var entry in _byMethod[request.Method])
        {
            if (entry.Score(query, request.Headers) is { } score && score > bestScore && entry.Path.Match(rawPath) is { } labels)
            {
                best = (entry.Operation, labels, score);
                bestScore = score;
            }
        }

        return best;
    }

    private sealed class Entry
    {
        private readonly KeyValuePair<string, string?>[] _literals;
        private readonly Member[] _required;

        public Entry(OperationModel operation)
        {
            Operation = operation;
            Path = new(operation.RequestUri);
            _literals = [.. HttpBindings.TemplateQuery(operation)];
            _required = [.. (operation.Input?.Members ?? []).Where(member =>
                member.IsRequired && member.Location is MemberLocation.QueryString or MemberLocation.Header && !IsLiteral(member))];
        }

        public OperationModel Operation { get; }

        public RestPath Path { get; }

        /// <summary>
        /// How well the query and headers fit: parts of the template must be there; required members count for, their absence
        /// against the operation, so that PUT with a copy source is a copy and without one is not.
        /// </summary>
        public int? Score(ILookup<string, string?> query, WireHeaders headers)
        {
            foreach (var (name, value) in _literals)
            {
                if (!query.Contains(name) || (value is not null && !query[name].Contains(value)))
                {
                    return null;
                }
            }

            var missing = _required.Count(member => member.Location == MemberLocation.QueryString
                ? !query.Contains(member.WireName)
                : !headers.Has(member.WireName));
            return (_literals.Length * 1000) + (Path.Literals * 50) + ((_required.Length - missing) * 10) - (missing * 500)
                - (Operation.IsDeprecated ? 1 : 0);
        }

        private bool IsLiteral(Member member) =>
            member.Location == MemberLocation.QueryString && _literals.Any(literal => literal.Key == member.WireName);
    }
}
