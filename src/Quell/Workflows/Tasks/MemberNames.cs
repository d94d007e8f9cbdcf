using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Quell.Aws.Models;

namespace Quell.Workflows.Tasks;

/// <summary>The names of a model's members in the arguments and results of one kind of integration. Safe for any number of threads.</summary>
internal sealed class MemberNames
{
    /// <summary>Of <c>aws-sdk</c> integrations: the Java SDK's, with a capital.</summary>
    public static readonly MemberNames Sdk = new(SdkNames.Member);

    /// <summary>Of optimized integrations: the API's own, with a capital (<c>MD5OfMessageBody</c>, <c>BOOL</c>).</summary>
    public static readonly MemberNames Optimized = new(SdkNames.Capital);

    /// <summary>Of runbooks: the API's own.</summary>
    public static readonly MemberNames Model = new(static name => name);

    private readonly Func<string, string> _name;

    // A service's model is one object for all who use it.
    private readonly ConditionalWeakTable<Shape.Structure, FrozenDictionary<string, Member>> _members = [];

    private MemberNames(Func<string, string> name) => _name = name;

    public string Of(Member member) => _name(member.Name);

    /// <summary>The member of that name; null where there is none.</summary>
    public Member? Find(Shape.Structure shape, string name) => _members.GetValue(shape, Index).GetValueOrDefault(name);

    private FrozenDictionary<string, Member> Index(Shape.Structure shape)
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        foreach (var member in shape.Members)
        {
            members.TryAdd(Of(member), member);
        }

        return members.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
