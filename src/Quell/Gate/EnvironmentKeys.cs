using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Quell.Aws.Calls;
using Quell.Aws.Operations;
using Quell.Engine.Json;

namespace Quell.Gate;

/// <summary>
/// The credentials of the environments (child processes) that functions and scripts run in. An environment serves one
/// invocation at a time, so its key tells which execution a call belongs to. They live as long as the environment does and
/// are never stored. Safe for concurrent use.
/// </summary>
internal sealed class EnvironmentKeys(IdSource ids)
{
    private readonly ConcurrentDictionary<string, EnvironmentKey> _keys = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <param name="principal">The function's role, as an assumed-role session.</param>
    public EnvironmentKey Issue(Principal principal)
    {
        lock (_gate)
        {
            var accessKeyId = ids.Unique("ASIA", 20);
            var key = new EnvironmentKey(accessKeyId, ids.Hex(40), ids.Hex(64), principal with { AccessKeyId = accessKeyId });
            _keys[accessKeyId] = key;
            return key;
        }
    }

    public EnvironmentKey? Find(string accessKeyId) => _keys.GetValueOrDefault(accessKeyId);

    /// <summary>Ends the key with its environment: calls signed with it are refused from now on.</summary>
    public void Revoke(EnvironmentKey key) => _keys.TryRemove(key.AccessKeyId, out _);
}

/// <summary>One environment's credentials and the invocation that it serves right now.</summary>
internal sealed class EnvironmentKey(string accessKeyId, string secret, string sessionToken, Principal principal)
{
    private volatile Invocation? _current;

    public string AccessKeyId { get; } = accessKeyId;

    public string Secret { get; } = secret;

    public string SessionToken { get; } = sessionToken;

    public Principal Principal { get; } = principal;

    /// <summary>The invocation in progress; null between invocations, when the gate refuses the environment's calls.</summary>
    public Invocation? Current => _current;

    /// <summary>Binds the key to an invocation until <see cref="End"/>.</summary>
    /// <param name="attempt">Counts from 1; an attempt's calls make ids of their own.</param>
    /// <param name="isRepeated">Whether the attempt may have been begun before, by a process that died meanwhile.</param>
    public void Begin(CallCause cause, int attempt, bool isRepeated = false) => _current = new(cause, attempt, isRepeated);

    public void End() => _current = null;

    /// <summary>
    /// An attempt of an execution, and the calls that it has made. Equal calls are told apart by their order, others by what they ask: so
    /// what an attempt asks again after a crash is known to be the same, whatever else it asks.
    /// </summary>
    internal sealed class Invocation(CallCause cause, int attempt, bool isRepeated)
    {
        private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

        public CallCause Cause { get; } = cause;

        public bool IsRepeated { get; } = isRepeated;

        /// <summary>Whose ids the attempt's next call makes.</summary>
        public string NextIdOwner(string service, string operation, JsonObject input)
        {
            var asked = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{service}\n{operation}\n"), .. JsonWriting.ToCanonicalUtf8(input)]))[..32];
            return $"{Cause.ExecutionId}/{attempt}/{asked}/{_calls.AddOrUpdate(asked, 1, static (_, count) => count + 1)}";
        }
    }
}
