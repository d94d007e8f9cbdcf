using Quell.Engine.Templates;
using Quell.Replay;

namespace Quell.Cli;

/// <summary>The rules that a replay tries, and what kept others out.</summary>
internal sealed record RuleSource(IReadOnlyList<ReplayRule> Rules, IReadOnlyList<string> Errors);

/// <summary>Templates that the user names.</summary>
internal static class TemplateFiles
{
    /// <summary>The rules of all the templates.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="parameters">Each has to be a parameter of at least one of them.</param>
    /// <exception cref="CliException">A file cannot be read, is no sound template, or nobody knows a parameter.</exception>
    public static RuleSource Rules(IReadOnlyList<string> files, IReadOnlyDictionary<string, string> parameters)
    {
        var templates = files.Select(file => (File: file, Template: Read(file))).ToList();
        RefuseUnknown(templates.Select(each => each.Template), parameters);
        var (rules, errors) = (new List<ReplayRule>(), new List<string>());
        foreach (var (file, template) in templates)
        {
            var own = parameters.Where(given => template.Parameters.ContainsKey(given.Key)).ToDictionary(StringComparer.Ordinal);
            var (found, wrong) = TemplateRules.Read(template, own);
            rules.AddRange(found);
            errors.AddRange(wrong.Select(error => $"{file}: {error}"));
        }

        return new(rules, errors);
    }

    /// <summary>Reads a template.</summary>
    /// <exception cref="CliException">All that is wrong with it and with the paths in it, a line each.</exception>
    public static Template Read(string file)
    {
        var parse = Template.Parse(TemplatePackaging.Rehearsed.Read(file));
        return parse.Template ?? throw new CliException(string.Join("\nquell: ", parse.Errors.Select(error => $"{file}: {error}")));
    }

    /// <exception cref="CliException">A parameter is given that no template has.</exception>
    public static void RefuseUnknown(IEnumerable<Template> templates, IReadOnlyDictionary<string, string> parameters)
    {
        var known = templates.SelectMany(template => template.Parameters.Keys).Distinct(StringComparer.Ordinal).ToList();
        if (parameters.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new CliException(known.Count == 0
                ? $"--parameter {unknown}: the template has no parameters."
                : $"--parameter {unknown}: no such parameter. There {(known.Count == 1 ? "is" : "are")}: {string.Join(", ", known)}.");
        }
    }
}
