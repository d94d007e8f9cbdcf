using System.Security.Cryptography;
using System.Text;
using Quell.Engine.Json;
using Quell.Engine.Resources;
using Quell.Engine.Scopes;

namespace Quell.Stacks;

/// <summary>Keeps the texts of templates under the hash of their content, apart from the stacks, which change at every step.</summary>
internal static class TemplateStore
{
    private const string Type = "cloudformation:template";

    /// <returns>The content id.</returns>
    public static string Put(ResourceEdit edit, Scope scope, string body)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        if (edit.Get(scope, Type, id) is null)
        {
            edit.Put(scope, Type, id, JsonObject.Of(("Body", body)));
        }

        return id;
    }

    public static string Get(ResourceSet state, Scope scope, string id) => state.Get(new(scope, Type, id))?.String("Body") ?? "";
}
