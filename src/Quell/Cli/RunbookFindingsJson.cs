using System.Collections.Immutable;
using Quell.Engine.Json;
using Quell.Engine.Runbooks;
using Quell.Engine.Runbooks.Checking;

namespace Quell.Cli;

/// <summary>What <c>quell runbook check --output json</c> tells programs of one file.</summary>
internal static class RunbookFindingsJson
{
    public static JsonObject Of(string file, RunbookFindings findings, Reach? reach) => JsonObject.Of(
        ("file", file),
        ("mistakes", Mistakes(findings.Mistakes)),
        ("warnings", Mistakes(findings.Warnings)),
        ("calls", Many(reach?.Calls, call => JsonObject.Of(
            ("service", call.Service), ("operation", call.Operation), ("step", call.Step), ("line", Line(call.Line)),
            ("seenIn", call.Source.ToString().ToLowerInvariant()), ("permissions", JsonArray.From(call.Permissions))))),
        ("permissions", JsonArray.From(reach?.Permissions ?? [])),
        ("roles", Many(reach?.Roles, role => JsonObject.Of(("role", role.Role), ("use", role.Use), ("step", role.Step), ("line", Line(role.Line))))),
        ("documents", Many(reach?.Documents, document => JsonObject.Of(
            ("kind", document.Kind), ("name", document.Name), ("step", document.Step), ("line", Line(document.Line))))),
        ("unread", JsonArray.From(reach?.Unread ?? [])));

    private static JsonArray Mistakes(ImmutableArray<RunbookMistake> mistakes) => Many<RunbookMistake>(mistakes, mistake => JsonObject.Of(
        ("code", mistake.Code), ("message", mistake.Message), ("path", mistake.Path), ("line", mistake.Line), ("column", mistake.Column)));

    private static JsonArray Many<T>(ImmutableArray<T>? items, Func<T, JsonObject> write) => JsonArray.From((items ?? []).Select(item => (JsonValue)write(item)));

    private static JsonValue? Line(int line) => line > 0 ? line : null;
}
