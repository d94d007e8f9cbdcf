using System.Text;
using Quell.Engine.Rules.Scanning;

namespace Quell.Engine.Tests.Rules.Scanning;

public sealed class FieldTreeTests
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("a.b", 2)]
    [InlineData("a.b.c", 3)]
    [InlineData("long-name-of-a-field.b", 4)]
    [InlineData("", 5)]
    [InlineData(".", 6)]
    [InlineData("a.", null)]
    [InlineData("a.c", null)]
    [InlineData("b", null)]
    [InlineData("a.b.c.d", null)]
    [InlineData("long-name-of-a-fielx.b", null)]
    public void A_dot_within_a_name_counts_as_a_joint(string name, int? field)
    {
        var tree = FieldTree.Empty.With("a", 1).With("a.b", 2).With("a.b.c", 3).With("long-name-of-a-field.b", 4).With("", 5).With(".", 6);
        FieldOf(tree, name).ShouldBe(field);

        // Among many children a hash finds the one.
        for (var other = 0; other < 20; other++)
        {
            tree = tree.With($"other{other}.b", 100 + other).With($"a.other{other}", 200 + other);
        }

        FieldOf(tree, name).ShouldBe(field);
        FieldOf(tree, "other7.b").ShouldBe(107);
    }

    [Fact]
    public void What_was_taken_out_leaves_nothing()
    {
        var tree = FieldTree.Empty.With("a.b.c", 1).With("a", 2).With("d", 3);
        tree = tree.With("a.b.c", -1);
        FieldOf(tree, "a").ShouldBe(2);
        tree.With("a", -1).With("d", -1).HasChildren.ShouldBeFalse();
    }

    [Fact]
    public void A_path_may_have_any_number_of_names()
    {
        var path = string.Join('.', Enumerable.Repeat("a", 300_000));
        var tree = FieldTree.Empty.With(path, 7);
        FieldOf(tree, path).ShouldBe(7);
        FieldOf(tree, $"{path}.a").ShouldBeNull();
        tree.With(path, -1).HasChildren.ShouldBeFalse();
    }

    private static int? FieldOf(FieldTree tree, string name)
    {
        var text = Encoding.UTF8.GetBytes($"{{\"{name}\":1}}");
        return tree.Descend(text, 2, Encoding.UTF8.GetByteCount(name)) is { Field: >= 0 } node ? node.Field : null;
    }
}
